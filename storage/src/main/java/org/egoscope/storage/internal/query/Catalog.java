package org.egoscope.storage.internal.query;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.egoscope.storage.internal.schema.Table;
import org.egoscope.storage.internal.schema.Tables;

/** Views and macros beside the tables. */
final class Catalog {
    /** Half-open intervals; the names follow Allen 1983, but {@code overlaps} is true for any instant in common, as in SQL. */
    static final List<String> STATEMENTS = List.of(
            "CREATE MACRO \"overlaps\"(a0, a1, b0, b1) AS (a0 < b1 AND b0 < a1)",
            "CREATE MACRO during(a0, a1, b0, b1) AS (b0 <= a0 AND a1 <= b1)",
            "CREATE MACRO before(a0, a1, b0, b1) AS (a1 < b0)",
            "CREATE MACRO meets(a0, a1, b0, b1) AS (a1 = b0)",
            "CREATE MACRO intersect_start(a0, b0) AS greatest(a0, b0)",
            "CREATE MACRO intersect_end(a1, b1) AS least(a1, b1)",
            "CREATE MACRO seconds(ns) AS (ns / 1e9)",
            """
            CREATE VIEW nodes_current AS
            SELECT n.* REPLACE (coalesce(c.label, n.label) AS label, coalesce(c.label_score, n.label_score) AS label_score)
            FROM nodes n
            LEFT JOIN (
                SELECT session, node_id, last(label ORDER BY time_ns, rowid) AS label,
                    last(label_score ORDER BY time_ns, rowid) AS label_score
                FROM node_corrections
                GROUP BY session, node_id) c
            ON n.session = c.session AND n.node_id = c.node_id""",
            """
            CREATE VIEW edges_current AS
            SELECT e.* REPLACE (coalesce(s.label, e.subject_label) AS subject_label, coalesce(o.label, e.object_label) AS object_label)
            FROM edges e
            LEFT JOIN nodes_current s ON s.session = e.session AND s.node_id = e.subject_node
            LEFT JOIN nodes_current o ON o.session = e.session AND o.node_id = e.object_node""");

    private static final Map<String, Set<String>> VIEWS = Map.of(
            "nodes_current", Set.of("nodes", "node_corrections"),
            "edges_current", Set.of("edges", "nodes", "node_corrections"));

    private Catalog() {}

    /** Tables that the named tables and views read. */
    static Set<String> tablesBehind(Set<String> names) {
        Set<String> tables = new TreeSet<>();
        for (Table<?> table : Tables.all()) {
            if (names.contains(table.name())) {
                tables.add(table.name());
            }
        }
        VIEWS.forEach((view, behind) -> {
            if (names.contains(view)) {
                tables.addAll(behind);
            }
        });
        return tables;
    }
}
