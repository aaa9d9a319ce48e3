package org.egoscope.storage.internal.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.egoscope.storage.Row;
import org.jspecify.annotations.Nullable;

/** Answers as JSON and as text. */
public final class AnswerFormat {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int WIDEST_CELL = 48;

    private AnswerFormat() {}

    public static void writeJson(Answer answer, OutputStream out) throws IOException {
        JsonGenerator json = JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.writeStartObject();
        json.writeArrayFieldStart("columns");
        for (String column : answer.columns()) {
            json.writeString(column);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("rows");
        while (answer.hasNext()) {
            Row row = answer.next();
            json.writeStartArray();
            for (int i = 0; i < answer.columns().size(); i++) {
                writeValue(json, row.get(i));
            }
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeBooleanField("truncated", answer.truncated());
        json.writeEndObject();
        json.flush();
    }

    private static void writeValue(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Long || value instanceof Integer) {
            json.writeNumber(((Number) value).longValue());
        } else if (value instanceof Float real) {
            // Quoted where it is not finite: JSON has no NaN. The generator does that by itself.
            json.writeNumber(real);
        } else if (value instanceof Double real) {
            json.writeNumber(real);
        } else if (value instanceof Number number) {
            json.writeNumber(number.toString());
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object element : list) {
                writeValue(json, element);
            }
            json.writeEndArray();
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> member : map.entrySet()) {
                json.writeFieldName(String.valueOf(member.getKey()));
                writeValue(json, member.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof byte[] bytes) {
            json.writeBinary(bytes);
        } else {
            json.writeString(String.valueOf(value));
        }
    }

    public static void writeTable(Answer answer, Appendable out) throws IOException {
        List<String> columns = answer.columns();
        List<String[]> cells = new ArrayList<>();
        boolean[] numeric = new boolean[columns.size()];
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = columns.get(i).length();
        }
        while (answer.hasNext()) {
            Row row = answer.next();
            String[] line = new String[widths.length];
            for (int i = 0; i < line.length; i++) {
                line[i] = text(row.get(i));
                numeric[i] |= row.get(i) instanceof Number;
                widths[i] = Math.max(widths[i], line[i].length());
            }
            cells.add(line);
        }
        writeLine(out, columns.toArray(String[]::new), widths, numeric);
        StringBuilder rule = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            rule.append(i == 0 ? "" : "  ").append("-".repeat(widths[i]));
        }
        out.append(rule).append('\n');
        for (String[] line : cells) {
            writeLine(out, line, widths, numeric);
        }
        out.append("(").append(String.valueOf(cells.size())).append(cells.size() == 1 ? " row" : " rows");
        out.append(answer.truncated() ? ", more were cut off)\n" : ")\n");
    }

    private static void writeLine(Appendable out, String[] cells, int[] widths, boolean[] numeric) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            String space = " ".repeat(widths[i] - cells[i].length());
            line.append(i == 0 ? "" : "  ").append(numeric[i] ? space + cells[i] : cells[i] + space);
        }
        out.append(line.toString().stripTrailing()).append('\n');
    }

    private static String text(@Nullable Object value) {
        if (value == null) {
            return "";
        } else if (value instanceof Float || value instanceof Double) {
            return shortened(((Number) value).doubleValue());
        } else if (value instanceof byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        }
        String text = String.valueOf(value).replaceAll("\\p{Cntrl}", " ");
        return text.length() <= WIDEST_CELL ? text : text.substring(0, WIDEST_CELL - 1) + "…";
    }

    /** Six decimals are enough for people; JSON and Arrow have them all. */
    private static String shortened(double value) {
        if (!Double.isFinite(value) || value != 0 && (Math.abs(value) < 1e-4 || Math.abs(value) >= 1e9)) {
            return String.valueOf(value);
        }
        String text = String.format(Locale.ROOT, "%.6f", value);
        return text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
}
