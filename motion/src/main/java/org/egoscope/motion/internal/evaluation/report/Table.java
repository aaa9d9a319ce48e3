package org.egoscope.motion.internal.evaluation.report;

import java.util.ArrayList;
import java.util.List;

/** A table that can be written as Markdown and as HTML. */
record Table(String title, List<String> columns, List<List<String>> rows) {
    static Table of(String title, List<String> columns) {
        return new Table(title, columns, new ArrayList<>());
    }

    void add(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    String toMarkdown() {
        StringBuilder text = new StringBuilder("### ").append(title).append("\n\n");
        appendLine(text, columns);
        text.append("|---");
        text.append("|---:".repeat(columns.size() - 1)).append("|\n");
        rows.forEach(row -> appendLine(text, row));
        return text.append('\n').toString();
    }

    private static void appendLine(StringBuilder text, List<String> cells) {
        text.append("| ").append(String.join(" | ", cells.stream().map(cell -> cell.replace("|", "\\|")).toList())).append(" |\n");
    }

    String toHtml() {
        StringBuilder html = new StringBuilder("<h3>").append(Svg.escaped(title)).append("</h3>\n<table>\n<tr>");
        columns.forEach(column -> html.append("<th>").append(Svg.escaped(column)).append("</th>"));
        html.append("</tr>\n");
        for (List<String> row : rows) {
            html.append("<tr>");
            row.forEach(cell -> html.append("<td>").append(Svg.escaped(cell)).append("</td>"));
            html.append("</tr>\n");
        }
        return html.append("</table>\n").toString();
    }
}
