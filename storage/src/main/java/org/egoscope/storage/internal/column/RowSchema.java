package org.egoscope.storage.internal.column;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.arrow.vector.types.pojo.Field;

/** Columns of one kind of row, and how each is filled from a value of type {@code T}. */
public final class RowSchema<T> {
    private final List<ColumnSpec<T>> specs;

    private RowSchema(List<ColumnSpec<T>> specs) {
        this.specs = List.copyOf(specs);
    }

    @SafeVarargs
    public static <T> RowSchema<T> of(ColumnSpec<T>... specs) {
        return new RowSchema<>(List.of(specs));
    }

    /** The same columns for rows that hold a {@code T} inside. */
    public <R> RowSchema<R> within(Function<? super R, ? extends T> part) {
        List<ColumnSpec<R>> mapped = new ArrayList<>();
        for (ColumnSpec<T> spec : specs) {
            mapped.add(spec.within(part));
        }
        return new RowSchema<>(mapped);
    }

    /** These columns, then the other's. */
    public RowSchema<T> followedBy(RowSchema<T> other) {
        List<ColumnSpec<T>> all = new ArrayList<>(specs);
        all.addAll(other.specs);
        return new RowSchema<>(all);
    }

    public Rows<T> newRows() {
        return new Rows<>(specs);
    }

    public List<Field> fields() {
        return newRows().columns().stream().map(Column::field).toList();
    }
}
