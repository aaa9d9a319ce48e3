package org.egoscope.storage.internal.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.egoscope.core.PipelineException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableReaderTest {
    private static final Field NUMBER = Field.nullable("number", new ArrowType.Int(64, true));
    private static final Field WORD = Field.nullable("word", ArrowType.Utf8.INSTANCE);
    private static final Field VALUES = new Field(
            "values", FieldType.nullable(ArrowType.List.INSTANCE),
            List.of(Field.nullable("item", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE))));

    @TempDir
    private Path folder;

    private Path write(String name, Field... fields) throws IOException {
        Path file = folder.resolve(name);
        try (BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot root = VectorSchemaRoot.create(new Schema(List.of(fields)), allocator);
                FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                ArrowFileWriter writer = new ArrowFileWriter(root, null, out)) {
            root.allocateNew();
            for (int row = 0; row < 3; row++) {
                if (root.getVector("number") instanceof BigIntVector numbers) {
                    numbers.setSafe(row, 10L * row);
                }
                if (root.getVector("word") instanceof VarCharVector words) {
                    words.setSafe(row, new byte[] {(byte) ('a' + row)});
                }
                if (root.getVector("values") instanceof ListVector lists) {
                    lists.startNewValue(row);
                    lists.endValue(row, 0);
                }
            }
            root.setRowCount(3);
            writer.writeBatch();
        }
        return file;
    }

    private static List<String> rows(Schema schema, List<Path> files) throws IOException {
        List<String> rows = new ArrayList<>();
        try (BufferAllocator allocator = new RootAllocator();
                TableReader reader = new TableReader(allocator, schema, files)) {
            while (reader.loadNextBatch()) {
                VectorSchemaRoot root = reader.getVectorSchemaRoot();
                for (int row = 0; row < root.getRowCount(); row++) {
                    int at = row;
                    rows.add(root.getFieldVectors().stream().map(vector -> vector.getObject(at)).toList().toString());
                }
            }
        }
        return rows;
    }

    /** Closing the allocator fails if a buffer is left. */
    @Test
    void columnsThatFilesOfBeforeLackHoldNulls() throws IOException {
        Path before = write("before.arrow", NUMBER);
        Path middle = write("middle.arrow", NUMBER, WORD);
        Path now = write("now.arrow", NUMBER, VALUES, WORD);
        assertThat(rows(new Schema(List.of(NUMBER, VALUES, WORD)), List.of(before, now, middle))).containsExactly(
                "[0, null, null]", "[10, null, null]", "[20, null, null]", "[0, [], a]", "[10, [], b]", "[20, [], c]",
                "[0, null, a]", "[10, null, b]", "[20, null, c]");
    }

    @Test
    void otherColumnsAreRefused() throws IOException {
        Schema schema = new Schema(List.of(NUMBER));
        for (Path file : List.of(write("more.arrow", NUMBER, WORD), write("other.arrow", WORD))) {
            assertThatThrownBy(() -> rows(schema, List.of(file))).isInstanceOf(PipelineException.class).hasMessageContaining("expected columns");
        }
        Path turned = write("turned.arrow", WORD, NUMBER);
        assertThatThrownBy(() -> rows(new Schema(List.of(NUMBER, WORD)), List.of(turned))).isInstanceOf(PipelineException.class);
    }
}
