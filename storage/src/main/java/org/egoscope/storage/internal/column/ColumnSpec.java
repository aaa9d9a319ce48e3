package org.egoscope.storage.internal.column;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** One column of a {@link RowSchema}: its name, its type, and where its value comes from. */
public final class ColumnSpec<T> {
    private final Supplier<Bound<T>> binding;

    private ColumnSpec(Supplier<Bound<T>> binding) {
        this.binding = binding;
    }

    /** Appends the part of a value that belongs to one column. */
    @FunctionalInterface
    interface Appender<T> {
        void append(T value);
    }

    /** A new empty column and the way into it. */
    record Bound<T>(Column column, Appender<T> appender) {}

    /** Single precision counterpart of {@link ToDoubleFunction}. */
    @FunctionalInterface
    public interface ToFloatFunction<T> {
        float applyAsFloat(T value);
    }

    Bound<T> bind() {
        return binding.get();
    }

    <R> ColumnSpec<R> within(Function<? super R, ? extends T> part) {
        return new ColumnSpec<>(() -> {
            Bound<T> bound = bind();
            return new Bound<>(bound.column(), value -> bound.appender().append(part.apply(value)));
        });
    }

    private static <T, C extends Column> ColumnSpec<T> of(Supplier<C> columns, Function<C, Appender<T>> appender) {
        return new ColumnSpec<>(() -> {
            C column = columns.get();
            return new Bound<>(column, appender.apply(column));
        });
    }

    public static <T> ColumnSpec<T> int64(String name, ToLongFunction<? super T> get) {
        return of(() -> new Int64Column(name), column -> value -> column.append(get.applyAsLong(value)));
    }

    public static <T> ColumnSpec<T> int32(String name, ToIntFunction<? super T> get) {
        return of(() -> new Int32Column(name), column -> value -> column.append(get.applyAsInt(value)));
    }

    public static <T> ColumnSpec<T> float32(String name, ToFloatFunction<? super T> get) {
        return of(() -> new Float32Column(name), column -> value -> column.append(get.applyAsFloat(value)));
    }

    public static <T> ColumnSpec<T> float64(String name, ToDoubleFunction<? super T> get) {
        return of(() -> new Float64Column(name), column -> value -> column.append(get.applyAsDouble(value)));
    }

    public static <T> ColumnSpec<T> bool(String name, Predicate<? super T> get) {
        return of(() -> new BoolColumn(name), column -> value -> column.append(get.test(value)));
    }

    /** Text, or null. */
    public static <T> ColumnSpec<T> text(String name, Function<? super T, ? extends @Nullable String> get) {
        return of(() -> BytesColumn.ofText(name), column -> value -> {
            String text = get.apply(value);
            if (text == null) {
                column.appendNull();
            } else {
                column.append(text);
            }
        });
    }

    public static <T> ColumnSpec<T> bytes(String name, Function<? super T, ByteBuffer> get) {
        return of(() -> BytesColumn.ofBytes(name), column -> value -> column.append(get.apply(value)));
    }

    /** A 64-bit number, or null. */
    public static <T> ColumnSpec<T> optionalInt64(String name, Predicate<? super T> present, ToLongFunction<? super T> get) {
        return of(() -> new Int64Column(name), column -> value -> {
            if (present.test(value)) {
                column.append(get.applyAsLong(value));
            } else {
                column.appendNull();
            }
        });
    }

    public static <T> ColumnSpec<T> int32List(String name, Function<? super T, int[]> get) {
        return of(() -> new Int32ListColumn(name), column -> value -> column.append(get.apply(value)));
    }

    public static <T> ColumnSpec<T> float32List(String name, Function<? super T, float[]> get) {
        return of(() -> new ListColumn<>(name, new Float32Column(ListColumn.ELEMENT)), column -> value -> {
            for (float element : get.apply(value)) {
                column.elements().append(element);
            }
            column.closeRow();
        });
    }

    public static <T> ColumnSpec<T> int64List(String name, Function<? super T, List<Long>> get) {
        return of(() -> new ListColumn<>(name, new Int64Column(ListColumn.ELEMENT)), column -> value -> {
            get.apply(value).forEach(element -> column.elements().append(element));
            column.closeRow();
        });
    }

    /** Fixed shape, or null. */
    public static <T> ColumnSpec<T> floats(String name, Function<? super T, float @Nullable []> get, int... shape) {
        return of(() -> new FixedFloat32Column(name, shape), column -> value -> {
            float[] array = get.apply(value);
            if (array == null) {
                column.appendNull();
            } else {
                column.append(array);
            }
        });
    }

    /** Fixed shape, or null. */
    public static <T> ColumnSpec<T> doubles(String name, Function<? super T, double @Nullable []> get, int... shape) {
        return of(() -> new FixedFloat64Column(name, shape), column -> value -> {
            double[] array = get.apply(value);
            if (array == null) {
                column.appendNull();
            } else {
                column.append(array);
            }
        });
    }

    /** A record inside the row, or null. */
    public static <T, S> ColumnSpec<T> struct(String name, RowSchema<S> schema, Function<? super T, ? extends @Nullable S> get) {
        return of(() -> new StructColumn<>(name, schema.newRows()), column -> value -> {
            S inner = get.apply(value);
            if (inner == null) {
                column.appendNull();
            } else {
                column.append(inner);
            }
        });
    }

    /** A record that is there only if the value is of the given variant of a sealed type. */
    public static <T, V extends T> ColumnSpec<T> variant(String name, Class<V> type, RowSchema<V> schema) {
        return struct(name, schema, value -> type.isInstance(value) ? type.cast(value) : null);
    }

    /** A list of records. */
    public static <T, S> ColumnSpec<T> structs(String name, RowSchema<S> schema, Function<? super T, List<S>> get) {
        return of(
                () -> new ListColumn<>(name, new StructColumn<>(ListColumn.ELEMENT, schema.newRows())),
                column -> value -> {
                    for (S element : get.apply(value)) {
                        column.elements().append(element);
                    }
                    column.closeRow();
                });
    }
}
