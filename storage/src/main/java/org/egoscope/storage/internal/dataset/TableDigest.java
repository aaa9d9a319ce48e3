package org.egoscope.storage.internal.dataset;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.storage.internal.schema.Table;
import org.egoscope.storage.internal.schema.Tables;

/**
 * Hash of a table's values column by column: validity, lengths and value bits of each row in order, so that it does not depend on how
 * the rows are cut into record batches and files.
 */
public final class TableDigest {
    private TableDigest() {}

    /** True for the one value that differs between runs of the same plan. */
    public static boolean isVolatile(String table, String column) {
        return table.equals("runs") && column.equals("started_at");
    }

    /** Lower-case hex sha256. */
    public static String of(String tableName, List<Path> files) {
        Table<?> table = Tables.named(tableName).orElseThrow();
        List<ColumnDigest> columns = new ArrayList<>();
        long rows = 0;
        try (BufferAllocator allocator = new RootAllocator();
                TableReader reader = new TableReader(allocator, table.schema(), files)) {
            VectorSchemaRoot root = reader.getVectorSchemaRoot();
            for (FieldVector vector : root.getFieldVectors()) {
                if (!isVolatile(tableName, vector.getName())) {
                    columns.add(new ColumnDigest(vector));
                }
            }
            while (reader.loadNextBatch()) {
                rows += root.getRowCount();
                columns.forEach(column -> column.update(0, root.getRowCount()));
            }
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.BAD_INPUT, "table " + tableName + ": expected readable files, got " + e, e);
        }
        MessageDigest all = ArrowFiles.newSha256();
        all.update((tableName + " " + rows + " " + table.schema().getFields()).getBytes(StandardCharsets.UTF_8));
        columns.forEach(column -> column.finish(all));
        return HexFormat.of().formatHex(all.digest());
    }

    /** One vector and, below it, its children's. */
    private static final class ColumnDigest {
        private final FieldVector vector;
        private final MessageDigest digest = ArrowFiles.newSha256();
        private final List<ColumnDigest> children = new ArrayList<>();
        private final byte[] four = new byte[4];

        ColumnDigest(FieldVector vector) {
            this.vector = vector;
            vector.getChildrenFromFields().forEach(child -> children.add(new ColumnDigest(child)));
        }

        void update(int start, int end) {
            for (int row = start; row < end; row++) {
                digest.update((byte) (vector.isNull(row) ? 0 : 1));
            }
            if (vector instanceof ListVector list) {
                updateLengths(list.getOffsetBuffer(), start, end);
                children.get(0).update(list.getOffsetBuffer().getInt(4L * start), list.getOffsetBuffer().getInt(4L * end));
            } else if (vector instanceof FixedSizeListVector list) {
                children.get(0).update(start * list.getListSize(), end * list.getListSize());
            } else if (vector instanceof StructVector) {
                children.forEach(child -> child.update(start, end));
            } else if (vector instanceof BitVector bits) {
                for (int row = start; row < end; row++) {
                    digest.update((byte) (bits.isNull(row) ? 0 : bits.get(row)));
                }
            } else if (vector instanceof BaseVariableWidthVector values) {
                updateLengths(values.getOffsetBuffer(), start, end);
                long from = values.getOffsetBuffer().getInt(4L * start);
                updateBytes(values.getDataBuffer(), from, values.getOffsetBuffer().getInt(4L * end) - from);
            } else {
                int width = ((BaseFixedWidthVector) vector).getTypeWidth();
                updateBytes(vector.getDataBuffer(), (long) width * start, (long) width * (end - start));
            }
        }

        private void updateLengths(ArrowBuf offsets, int start, int end) {
            for (int row = start; row < end; row++) {
                int length = offsets.getInt(4L * (row + 1)) - offsets.getInt(4L * row);
                ByteBuffer.wrap(four).putInt(length);
                digest.update(four);
            }
        }

        private void updateBytes(ArrowBuf buffer, long from, long length) {
            if (length > 0) {
                digest.update(buffer.nioBuffer(from, Math.toIntExact(length)));
            }
        }

        void finish(MessageDigest all) {
            all.update(digest.digest());
            children.forEach(child -> child.finish(all));
        }
    }
}
