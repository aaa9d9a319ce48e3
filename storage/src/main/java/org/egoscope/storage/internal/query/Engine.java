package org.egoscope.storage.internal.query;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.duckdb.DuckDBConnection;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.storage.Dataset;
import org.egoscope.storage.SceneQuery;
import org.egoscope.storage.internal.dataset.TableReader;
import org.egoscope.storage.internal.schema.Table;
import org.egoscope.storage.internal.schema.Tables;

/** One embedded DuckDB in memory, locked, filled from the dataset's files as queries name their tables. */
public final class Engine implements AutoCloseable {
    private static final String LOADING = "egoscope_loading";

    private final SceneQuery.Limits limits;
    private final DuckDBConnection owner;
    private final Map<String, Set<Path>> loaded = new HashMap<>();
    private Dataset dataset;

    private Engine(Dataset dataset, SceneQuery.Limits limits, DuckDBConnection owner) {
        this.dataset = dataset;
        this.limits = limits;
        this.owner = owner;
    }

    public static Engine open(Dataset dataset, SceneQuery.Limits limits) {
        try {
            DuckDBConnection connection = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:");
            Engine engine = new Engine(dataset, limits, connection);
            engine.prepare();
            return engine;
        } catch (SQLException e) {
            throw new PipelineException(ErrorKind.RESOURCES, "query engine: expected to start DuckDB, got " + e.getMessage(), e);
        }
    }

    private void prepare() throws SQLException {
        execute("SET threads = " + limits.threads());
        execute("SET memory_limit = '" + limits.memoryBytes() + "B'");
        execute("SET temp_directory = ''");
        execute("SET autoinstall_known_extensions = false");
        execute("SET autoload_known_extensions = false");
        for (Table<?> table : Tables.all()) {
            load("CREATE TABLE " + table.name() + " AS SELECT * FROM " + LOADING, table, List.of());
            loaded.put(table.name(), Set.of());
        }
        for (String statement : Catalog.STATEMENTS) {
            execute(statement);
        }
        // Last: these two lock each other and everything before them.
        execute("SET enable_external_access = false");
        execute("SET lock_configuration = true");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Runs a statement that reads the files' rows once, under the name {@link #LOADING}. */
    private void load(String sql, Table<?> table, List<Path> files) throws SQLException {
        try (BufferAllocator allocator = new RootAllocator();
                TableReader reader = new TableReader(allocator, table.schema(), files);
                ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
            Data.exportArrayStream(allocator, reader, stream);
            owner.registerArrowStream(LOADING, stream);
            try {
                execute(sql);
            } finally {
                execute("DROP VIEW IF EXISTS " + LOADING);
            }
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.BAD_INPUT, "table " + table.name() + ": expected readable files, got " + e, e);
        }
    }

    public synchronized void refresh(Dataset newer) {
        dataset = newer;
    }

    private synchronized void loadTables(Set<String> named) throws SQLException {
        for (String table : Catalog.tablesBehind(named)) {
            Set<Path> wanted = new LinkedHashSet<>(dataset.files(table));
            Set<Path> present = loaded.get(table);
            if (wanted.equals(present)) {
                continue;
            }
            if (!wanted.containsAll(present)) {
                execute("DELETE FROM " + table);
                present = Set.of();
            }
            List<Path> missing = new ArrayList<>(wanted);
            missing.removeAll(present);
            loaded.put(table, present);
            load("INSERT INTO " + table + " SELECT * FROM " + LOADING, Tables.named(table).orElseThrow(), missing);
            loaded.put(table, wanted);
        }
    }

    private synchronized String serialized(String sql) throws SQLException {
        try (PreparedStatement statement = owner.prepareStatement("SELECT json_serialize_sql(?)")) {
            statement.setString(1, sql);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getString(1);
            }
        }
    }

    public Answer run(String sql, Object... parameters) {
        try {
            loadTables(StatementCheck.tablesOf(serialized(sql)));
            return Answer.open((DuckDBConnection) owner.duplicate(), limits, sql, parameters);
        } catch (SQLException e) {
            throw Failures.explained(e, limits);
        }
    }

    @Override
    public synchronized void close() {
        try {
            owner.close();
        } catch (SQLException e) {
            throw new PipelineException(ErrorKind.RESOURCES, "query engine: expected to stop, got " + e.getMessage(), e);
        }
    }
}
