package org.egoscope.app.command;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.egoscope.storage.QueryResult;
import org.egoscope.storage.Row;

/** What can be asked for: tables, their columns, and the names that stand in them. */
final class TableNames {
    /** Columns whose few values people have to know to ask for them, as table.column. */
    private static final List<String> NAMED = List.of(
            "actions.verb", "actions.side", "actions.label", "contacts.side", "contacts.label", "edges.predicate", "edges.subject_label",
            "edges.object_label", "edges_current.predicate", "edges_current.subject_label", "edges_current.object_label", "nodes.kind",
            "nodes.label", "nodes_current.kind", "nodes_current.label", "instances.label", "instances.method", "hands.side", "hands.method",
            "head_poses.source", "motion.method", "gaps.stage", "gaps.reason", "sessions.session");

    private TableNames() {}

    /** One row per column: table, column, its type, and the names in it, the commonest first. */
    static String statement() {
        StringJoiner names = new StringJoiner(" UNION ALL ");
        for (String place : NAMED) {
            String table = place.substring(0, place.indexOf('.'));
            String column = place.substring(place.indexOf('.') + 1);
            names.add("""
                    SELECT '%1$s' AS of_table, '%2$s' AS of_column, string_agg(CASE name WHEN '' THEN '''''' ELSE name END, ', ' ORDER BY times DESC, name) AS names
                    FROM (SELECT %2$s AS name, count(*) AS times FROM %1$s GROUP BY 1)""".formatted(table, column));
        }
        return """
                SELECT table_name AS "table", column_name AS "column", data_type AS type, coalesce(names, '') AS names
                FROM information_schema.columns LEFT JOIN (%s) ON table_name = of_table AND column_name = of_column
                ORDER BY table_name, ordinal_position""".formatted(names);
    }

    /** For people: a table's columns on a line, below it the columns whose values are names. */
    static void print(QueryResult columns, PrintWriter out) {
        Map<String, StringJoiner> tables = new LinkedHashMap<>();
        Map<String, StringBuilder> names = new HashMap<>();
        while (columns.hasNext()) {
            Row column = columns.next();
            String table = column.text("table");
            tables.computeIfAbsent(table, key -> new StringJoiner(", ")).add(column.text("column"));
            if (!column.text("names").isEmpty()) {
                names.computeIfAbsent(table, key -> new StringBuilder())
                        .append(String.format("    %s: %s%n", column.text("column"), column.text("names")));
            }
        }
        tables.forEach((table, list) -> {
            out.println(table + ": " + list);
            out.print(names.getOrDefault(table, new StringBuilder()));
        });
    }
}
