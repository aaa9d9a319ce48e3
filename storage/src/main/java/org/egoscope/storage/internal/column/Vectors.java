package org.egoscope.storage.internal.column;

import java.nio.ByteBuffer;
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
        return list(name, IntVector.class, Integer.BYTES, bytes -> {
            int[] values = new int[bytes.remaining() / Integer.BYTES];
            bytes.asIntBuffer().get(values);
            return values;
        });
    }

    public IntFunction<float[]> float32List(String name) {
        return list(name, Float4Vector.class, Float.BYTES, Vectors::toFloats);
    }

    private <T> IntFunction<T> list(String name, Class<? extends FieldVector> element, int bytesPerElement, Function<ByteBuffer, T> copy) {
        ListVector list = vector(name, ListVector.class);
        ArrowBuf data = element.cast(list.getDataVector()).getDataBuffer();
        return row -> {
            int start = list.getElementStartIndex(row);
            return copy.apply(bytes(data, start, list.getElementEndIndex(row) - start, bytesPerElement));
        };
    }

    private static ByteBuffer bytes(ArrowBuf data, long start, int count, int bytesPerElement) {
        return data.nioBuffer(bytesPerElement * start, bytesPerElement * count).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static float[] toFloats(ByteBuffer bytes) {
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    private static double[] toDoubles(ByteBuffer bytes) {
        double[] values = new double[bytes.remaining() / Double.BYTES];
        bytes.asDoubleBuffer().get(values);
        return values;
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
        return fixedShape(name, Float.BYTES, Vectors::toFloats);
    }

    /** Arrays of a fixed shape, flat; null where the row has none. */
    public IntFunction<double @Nullable []> doubles(String name) {
        return fixedShape(name, Double.BYTES, Vectors::toDoubles);
    }

    private <T> IntFunction<@Nullable T> fixedShape(String name, int bytesPerElement, Function<ByteBuffer, T> copy) {
        FixedSizeListVector list = vector(name, FixedSizeListVector.class);
        ArrowBuf data = leaf(list).getDataBuffer();
        int size = elementsPerRow(list);
        return row -> list.isNull(row) ? null : copy.apply(bytes(data, (long) size * row, size, bytesPerElement));
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
