package org.egoscope.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.egoscope.storage.internal.schema.Table;
import org.egoscope.storage.internal.schema.Tables;
import org.junit.jupiter.api.Test;

/** docs/formats/tables.md names every column of every table with its type, in order, and none besides. */
class FormatDocumentTest {
    @Test
    void everyColumnIsDocumentedWithItsType() throws IOException {
        List<String> documented = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("../docs/formats/tables.md"))) {
            if (line.startsWith("### ")) {
                documented.add(line.substring(4));
            } else if (line.startsWith("## In SQL")) {
                break;
            } else if (line.startsWith("| `")) {
                String[] cells = line.split(" \\| ");
                documented.add(cells[0].substring(3, cells[0].length() - 1) + " " + cells[1]);
            }
        }
        List<String> actual = new ArrayList<>();
        for (Table<?> table : Tables.all()) {
            actual.add(table.name());
            table.schema().getFields().forEach(field -> actual.add(field.getName() + " " + type(field)));
        }
        assertThat(documented).isEqualTo(actual);
    }

    private static String type(Field field) {
        ArrowType type = field.getType();
        if (type instanceof ArrowType.Int whole) {
            return "int" + whole.getBitWidth();
        } else if (type instanceof ArrowType.FloatingPoint real) {
            return real.getPrecision() == FloatingPointPrecision.SINGLE ? "float" : "double";
        } else if (type instanceof ArrowType.Utf8 || type instanceof ArrowType.Bool) {
            return type.toString().toLowerCase(Locale.ROOT);
        } else if (type instanceof ArrowType.List) {
            return "list<" + type(field.getChildren().get(0)) + ">";
        } else if (type instanceof ArrowType.FixedSizeList list) {
            String element = type(field.getChildren().get(0));
            return element.contains("[")
                    ? element.replace("[", "[" + list.getListSize() + ", ")
                    : element + "[" + list.getListSize() + "]";
        }
        return "struct<" + String.join(", ", field.getChildren().stream().map(Field::getName).toList()) + ">";
    }
}
