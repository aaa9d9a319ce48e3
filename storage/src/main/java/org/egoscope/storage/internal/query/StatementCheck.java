package org.egoscope.storage.internal.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;

/**
 * Reads a statement as DuckDB itself parsed it ({@code json_serialize_sql}, which knows SELECT only): so there is no second opinion of
 * what a statement is.
 */
final class StatementCheck {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * arrow_scan takes raw memory addresses, so that a made-up number kills the process; query and query_table run text that this check
     * has not seen.
     */
    private static final Set<String> FORBIDDEN = Set.of("arrow_scan", "arrow_scan_dumb", "query", "query_table");

    private StatementCheck() {}

    /**
     * @param serialized answer of {@code json_serialize_sql}
     * @return lower-case names of all tables that the statement names
     * @throws PipelineException with BAD_CONFIG if it is not exactly one SELECT, or calls what it must not
     */
    static Set<String> tablesOf(String serialized) {
        JsonNode root;
        try {
            root = JSON.readTree(serialized);
        } catch (JsonProcessingException e) {
            throw new PipelineException(ErrorKind.INTERNAL, "query: expected its parse tree as JSON, got " + e.getOriginalMessage(), e);
        }
        if (root.path("error").asBoolean()) {
            boolean parsed = root.path("error_type").asText().equals("not implemented");
            throw PipelineException.badConfig("query: expected one SELECT, got "
                    + (parsed ? "another kind of statement" : "an error: " + root.path("error_message").asText()));
        }
        if (root.path("statements").size() != 1) {
            throw PipelineException.badConfig("query: expected one SELECT, got " + root.path("statements").size() + " statements");
        }
        Set<String> tables = new TreeSet<>();
        visit(root.path("statements"), tables);
        return tables;
    }

    private static void visit(JsonNode node, Set<String> tables) {
        String function = node.path("function_name").asText("").toLowerCase(Locale.ROOT);
        if (FORBIDDEN.contains(function)) {
            throw PipelineException.badConfig("query: expected no call of " + function + ", which is not allowed, got one");
        }
        JsonNode table = node.path("table_name");
        if (table.isTextual()) {
            tables.add(table.asText().toLowerCase(Locale.ROOT));
        }
        node.forEach(child -> visit(child, tables));
    }
}
