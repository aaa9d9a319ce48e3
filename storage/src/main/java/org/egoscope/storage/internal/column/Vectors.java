package org.egoscope.storage.internal.column;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.egoscope.core.PipelineException;
import org.jspecify.annotations.Nullable;

/** Loaded vectors by name; values come out by row, arrays in one copy. */
public final class Vectors {
    private final Map<String, FieldVector> byName = new HashMap<>();

    private Vectors(List<FieldVector> vectors) {
        for (FieldVector vector : vectors) {
            byName.put(vector.getName(), vector);
        }
    }

    public static Vectors of(VectorSchemaRoot root) {
        return new Vectors(root.getFieldVectors());
    }

    /** For columns that files of before do not have. */
    public boolean has(String name) {
        return byName.containsKey(name);
    }

    private <V extends FieldVector> V vector(String name, Class<V> type) {
        FieldVector found = byName.get(name);
        if (!type.isInstance(found)) {
            throw PipelineException.badInput("column " + name + ": expected " + type.getSimpleName() + ", got "
                    + (found == null ? "none" : found.getClass().getSimpleName()));
        }
        return type.cast(found);
    }

    public BigIntVector int64(String name) {
        return vector(name, BigIntVector.class);
    }

    public IntVector int32(String name) {
        return vector(name, IntVector.class);
    }

    public Float4Vector float32(String name) {
        return vector(name, Float4Vector.class);
    }

    public Float8Vector float64(String name) {
        return vector(name, Float8Vector.class);
    }

    /** True or false by row. */
    public BoolAt bool(String name) {
        BitVector vector = vector(name, BitVector.class);
        return row -> vector.get(row) != 0;
    }

    /** Flag by row. */
    @FunctionalInterface
    public interface BoolAt {
        boolean get(int row);
    }

    /** Text that is never null. */
    public IntFunction<String> text(String name) {
        VarCharVector vector = vector(name, VarCharVector.class);
        // Neighbouring rows mostly say the same: one string for a run of them.
        return new IntFunction<>() {
            private byte[] lastBytes = new byte[0];
            private String last = "";

            @Override
            public String apply(int row) {
                byte[] bytes = vector.get(row);
                if (!Arrays.equals(bytes, lastBytes)) {
                    lastBytes = bytes;
                    last = new String(bytes, StandardCharsets.UTF_8);
                }
                return last;
            }
        };
    }

    public IntFunction<byte[]> bytes(String name) {
        VarBinaryVector vector = vector(name, VarBinaryVector.class);
        return vector::get;
    }

    public IntFunction<int[]> int32List(String name) {
        ListVector list = vector(name, ListVector.class);
        ArrowBuf data = ((IntVector) list.getDataVector()).getDataBuffer();
        return row -> {
            int start = list.getElementStartIndex(row);
            int[] values = new int[list.getElementEndIndex(row) - start];
            data.nioBuffer(4L * start, 4 * values.length).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(values);
            return values;
        };
    }

    public IntFunction<float[]> float32List(String name) {
        ListVector list = vector(name, ListVector.class);
        ArrowBuf data = ((Float4Vector) list.getDataVector()).getDataBuffer();
        return row -> {
            int start = list.getElementStartIndex(row);
            float[] values = new float[list.getElementEndIndex(row) - start];
            data.nioBuffer(4L * start, 4 * values.length).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
            return values;
        };
    }

    public IntFunction<List<Long>> int64List(String name) {
        ListVector list = vector(name, ListVector.class);
        BigIntVector data = (BigIntVector) list.getDataVector();
        return row -> {
            List<Long> values = new ArrayList<>();
            for (int at = list.getElementStartIndex(row); at < list.getElementEndIndex(row); at++) {
                values.add(data.get(at));
            }
            return values;
        };
    }

    /** Arrays of a fixed shape, flat; null where the row has none. */
    public IntFunction<float @Nullable []> floats(String name) {
        FixedSizeListVector list = vector(name, FixedSizeListVector.class);
        ArrowBuf data = leaf(list).getDataBuffer();
        int size = elementsPerRow(list);
        return row -> {
            if (list.isNull(row)) {
                return null;
            }
            float[] values = new float[size];
            data.nioBuffer(4L * size * row, 4 * size).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
            return values;
        };
    }

    /** Arrays of a fixed shape, flat; null where the row has none. */
    public IntFunction<double @Nullable []> doubles(String name) {
        FixedSizeListVector list = vector(name, FixedSizeListVector.class);
        ArrowBuf data = leaf(list).getDataBuffer();
        int size = elementsPerRow(list);
        return row -> {
            if (list.isNull(row)) {
                return null;
            }
            double[] values = new double[size];
            data.nioBuffer(8L * size * row, 8 * size).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(values);
            return values;
        };
    }

    private static FieldVector leaf(FixedSizeListVector list) {
        FieldVector inner = list.getDataVector();
        return inner instanceof FixedSizeListVector nested ? leaf(nested) : inner;
    }

    private static int elementsPerRow(FixedSizeListVector list) {
        return list.getListSize() * (list.getDataVector() instanceof FixedSizeListVector nested ? elementsPerRow(nested) : 1);
    }

    /** A record inside the row, null where it has none. */
    public <T> IntFunction<@Nullable T> struct(String name, Function<Vectors, IntFunction<T>> reader) {
        StructVector struct = vector(name, StructVector.class);
        IntFunction<T> inner = reader.apply(new Vectors(struct.getChildrenFromFields()));
        return row -> struct.isNull(row) ? null : inner.apply(row);
    }

    /** A list of records. */
    public <T> IntFunction<List<T>> structs(String name, Function<Vectors, IntFunction<T>> reader) {
        ListVector list = vector(name, ListVector.class);
        StructVector struct = (StructVector) list.getDataVector();
        IntFunction<T> inner = reader.apply(new Vectors(struct.getChildrenFromFields()));
        return row -> {
            int start = list.getElementStartIndex(row);
            int end = list.getElementEndIndex(row);
            List<T> values = new ArrayList<>(end - start);
            for (int at = start; at < end; at++) {
                values.add(inner.apply(at));
            }
            return values;
        };
    }
}
