package org.egoscope.storage;

import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One row of a table or of an answer. Values are {@code Long, Integer, Double, Float, Boolean, String, byte[]}, {@code List} for lists
 * and arrays, {@code Map} for records, {@code BigDecimal}, {@code java.time} types, or null.
 */
public final class Row {
    private final List<String> columns;
    private final @Nullable Object[] values;

    /** Takes ownership of {@code values}. */
    public Row(List<String> columns, @Nullable Object[] values) {
        this.columns = columns;
        this.values = values;
    }

    public List<String> columns() {
        return columns;
    }

    public @Nullable Object get(int column) {
        return values[column];
    }

    /** @throws NoSuchElementException if there is no such column */
    public @Nullable Object get(String column) {
        int at = columns.indexOf(column);
        if (at < 0) {
            throw new NoSuchElementException("column: expected one of " + columns + ", got " + column);
        }
        return values[at];
    }

    /** Value of a column that holds whole numbers and is not null here. */
    public long number(String column) {
        return ((Number) present(column)).longValue();
    }

    /** Value of a column that holds numbers and is not null here. */
    public double real(String column) {
        return ((Number) present(column)).doubleValue();
    }

    /** Value of a column that holds text and is not null here. */
    public String text(String column) {
        return (String) present(column);
    }

    public boolean flag(String column) {
        return (Boolean) present(column);
    }

    private Object present(String column) {
        return Objects.requireNonNull(get(column), () -> "column " + column + " is null in this row");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Row that && columns.equals(that.columns) && Arrays.deepEquals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.deepToString(values);
    }
}
