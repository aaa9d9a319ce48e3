package org.egoscope.storage;

import java.time.Duration;
import org.egoscope.core.PipelineException;
import org.egoscope.storage.internal.query.Engine;

/**
 * Questions to a dataset: read-only SQL (DuckDB's dialect) over its tables, in the process.
 *
 * <p>Every table of docs/formats/tables.md is there, also empty ones; a table's rows are loaded when a query first names it. Views:
 * {@code nodes_current} and {@code edges_current} (with the latest labels). Macros over half-open intervals, in whatever unit:
 * {@code overlaps(a0, a1, b0, b1)}, {@code during}, {@code before}, {@code meets} (the same arguments),
 * {@code intersect_start(a0, b0)}, {@code intersect_end(a1, b1)} and {@code seconds(ns)}.
 *
 * <p>Nothing outside the dataset can be reached: no files, network, extensions or settings; one SELECT a query, within the limits.
 * Thread-safe; queries run side by side.
 *
 * <pre>{@code
 * try (SceneQuery query = SceneQuery.open(Dataset.open(folder));
 *         QueryResult result = query.run("SELECT session, seconds(t0_ns) FROM edges WHERE object_label = ?", "knife")) {
 *     result.writeTable(System.out);
 * }
 * }</pre>
 */
public final class SceneQuery implements AutoCloseable {
    /**
     * What one query may use.
     *
     * @param timeout from start to the last row
     * @param maxRows rows given out; more are cut off, and the result says so
     * @param memoryBytes of the whole engine, loaded tables included
     * @param threads of the whole engine
     */
    public record Limits(Duration timeout, long maxRows, long memoryBytes, int threads) {
        public static final Limits DEFAULT = new Limits(Duration.ofSeconds(30), 100_000, 2L << 30, 2);

        public Limits {
            if (timeout.isNegative() || timeout.isZero() || maxRows < 1 || memoryBytes < 1 << 20 || threads < 1) {
                throw PipelineException.badConfig("query limits: expected positive values, got " + timeout + ", " + maxRows + " rows, "
                        + memoryBytes + " bytes, " + threads + " threads");
            }
        }
    }

    private final Engine engine;

    private SceneQuery(Engine engine) {
        this.engine = engine;
    }

    public static SceneQuery open(Dataset dataset) {
        return open(dataset, Limits.DEFAULT);
    }

    public static SceneQuery open(Dataset dataset, Limits limits) {
        return new SceneQuery(Engine.open(dataset, limits));
    }

    /**
     * Runs one SELECT.
     *
     * @param parameters values for the {@code ?} in it
     * @return the rows; close it
     * @throws PipelineException with BAD_CONFIG if the statement is wrong or not allowed, RESOURCES if it takes too long or too much
     */
    public QueryResult run(String sql, Object... parameters) {
        return new QueryResult(engine.run(sql, parameters));
    }

    /** Later queries see this state of the dataset; only files that are new are read. */
    public void refresh(Dataset dataset) {
        engine.refresh(dataset);
    }

    @Override
    public void close() {
        engine.close();
    }
}
