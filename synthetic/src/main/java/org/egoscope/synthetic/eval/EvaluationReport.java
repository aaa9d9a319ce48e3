package org.egoscope.synthetic.eval;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Scores by section and name, in a fixed order; NaN where nothing was there to score.
 *
 * @param sections hands, masks, head, body, actions, edges and what was left out
 */
public record EvaluationReport(List<Section> sections) {
    private static final int NAME_WIDTH = 34;

    public EvaluationReport {
        sections = List.copyOf(sections);
    }

    /** Scores of one part of the pipeline. */
    public record Section(String name, Map<String, Double> values) {
        public Section {
            values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }

    /** One score. */
    public double value(String section, String name) {
        for (Section candidate : sections) {
            if (candidate.name().equals(section) && candidate.values().containsKey(name)) {
                return candidate.values().get(name);
            }
        }
        throw new IllegalArgumentException("score: expected one of the report's, got " + section + "/" + name);
    }

    /** Lines for people: one score each. */
    public String toTable() {
        StringBuilder text = new StringBuilder();
        for (Section section : sections) {
            text.append(section.name()).append('\n');
            section.values().forEach((name, value) -> text.append("  ")
                    .append(name)
                    .append(" ".repeat(Math.max(1, NAME_WIDTH - name.length())))
                    .append(formatted(value))
                    .append('\n'));
        }
        return text.toString();
    }

    private static String formatted(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e9;
        return whole ? Long.toString((long) value) : String.format(Locale.ROOT, "%.4f", value);
    }

    /** An object of objects; null for NaN. Names hold no character that JSON would need to escape. */
    public String toJson() {
        StringBuilder json = new StringBuilder("{");
        for (Section section : sections) {
            json.append(json.length() > 1 ? "," : "").append('"').append(section.name()).append("\":{");
            boolean first = true;
            for (Map.Entry<String, Double> entry : section.values().entrySet()) {
                json.append(first ? "" : ",").append('"').append(entry.getKey()).append("\":");
                json.append(Double.isFinite(entry.getValue()) ? entry.getValue().toString() : "null");
                first = false;
            }
            json.append('}');
        }
        return json.append('}').toString();
    }
}
