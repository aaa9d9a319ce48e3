package org.egoscope.storage.internal.query;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Field;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBResultSet;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.storage.Row;
import org.egoscope.storage.RowCursor;
import org.egoscope.storage.SceneQuery;
import org.egoscope.storage.internal.column.RowValues;
import org.jspecify.annotations.Nullable;

/** One running query. Owns its connection, its transaction and its native memory. */
public final class Answer implements RowCursor {
    private static final long ROWS_PER_BATCH = 2048;

    /** One daemon thread for all deadlines; it only ever calls cancel. */
    private static final ScheduledExecutorService DEADLINES = deadlines();

    private final DuckDBConnection connection;
    private final SceneQuery.Limits limits;
    private final BufferAllocator allocator = new RootAllocator();
    private @Nullable PreparedStatement statement;
    private @Nullable ScheduledFuture<?> deadline;
    private @Nullable DuckDBResultSet result;
    private @Nullable ArrowReader reader;
    private List<String> columns = List.of();
    private int next;
    private int loaded;
    private long given;
    private boolean truncated;

    private Answer(DuckDBConnection connection, SceneQuery.Limits limits) {
        this.connection = connection;
        this.limits = limits;
    }

    private static ScheduledExecutorService deadlines() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "query-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    /** Takes ownership of the connection, also if it fails. */
    static Answer open(DuckDBConnection connection, SceneQuery.Limits limits, String sql, Object... parameters) {
        Answer answer = new Answer(connection, limits);
        try {
            answer.start(sql, parameters);
            return answer;
        } catch (SQLException | IOException e) {
            answer.close();
            throw Failures.explained(e, limits);
        } catch (RuntimeException e) {
            answer.close();
            throw e;
        }
    }

    private void start(String sql, Object... parameters) throws SQLException, IOException {
        try (Statement begin = connection.createStatement()) {
            begin.execute("BEGIN TRANSACTION READ ONLY");
        }
        PreparedStatement prepared = connection.prepareStatement(limited(sql));
        statement = prepared;
        for (int i = 0; i < parameters.length; i++) {
            prepared.setObject(i + 1, parameters[i]);
        }
        deadline = DEADLINES.schedule(() -> cancel(prepared), limits.timeout().toNanos(), TimeUnit.NANOSECONDS);
        result = (DuckDBResultSet) prepared.executeQuery();
        ArrowReader rows = (ArrowReader) result.arrowExportStream(allocator, ROWS_PER_BATCH);
        reader = rows;
        columns = rows.getVectorSchemaRoot().getSchema().getFields().stream().map(Field::getName).toList();
    }

    /**
     * DuckDB hides what went wrong in a streamed result, so results are complete before they are read; the limit around the statement,
     * which is known to be one whole SELECT, keeps them small. One row more tells whether there were more.
     */
    private String limited(String sql) {
        String statement = sql.replaceFirst("[\\s;]+$", "");
        long most = limits.maxRows() == Long.MAX_VALUE ? Long.MAX_VALUE : limits.maxRows() + 1;
        return "SELECT * FROM (\n" + statement + "\n) LIMIT " + most;
    }

    private static void cancel(PreparedStatement running) {
        try {
            running.cancel();
        } catch (SQLException e) {
            throw new PipelineException(ErrorKind.INTERNAL, "query: expected to be cancelled, got " + e.getMessage(), e);
        }
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    public boolean truncated() {
        return truncated;
    }

    private VectorSchemaRoot root() {
        try {
            return open().getVectorSchemaRoot();
        } catch (IOException e) {
            throw Failures.explained(e, limits);
        }
    }

    private ArrowReader open() {
        if (reader == null) {
            throw new IllegalStateException("the answer is closed");
        }
        return reader;
    }

    /** The next record batch with rows, cut at the row limit. */
    private boolean loadBatch() {
        try {
            while (!truncated && open().loadNextBatch()) {
                int rows = root().getRowCount();
                loaded = (int) Math.min(rows, limits.maxRows() - given);
                truncated = loaded < rows;
                given += loaded;
                next = 0;
                if (loaded > 0) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw Failures.explained(e, limits);
        }
    }

    @Override
    public boolean hasNext() {
        return next < loaded || loadBatch();
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more rows");
        }
        return new Row(columns, RowValues.of(root(), next++));
    }

    /** Batches as the engine gives them, without looking at a value. */
    public void writeArrow(OutputStream out) throws IOException {
        VectorSchemaRoot source = root();
        try (VectorSchemaRoot target = VectorSchemaRoot.create(source.getSchema(), allocator);
                ArrowStreamWriter writer = new ArrowStreamWriter(target, null, Channels.newChannel(out))) {
            writer.start();
            while (loadBatch()) {
                try (VectorSchemaRoot part = source.slice(0, loaded);
                        ArrowRecordBatch batch = new VectorUnloader(part).getRecordBatch()) {
                    new VectorLoader(target).load(batch);
                }
                next = loaded;
                writer.writeBatch();
            }
            writer.end();
        }
    }

    @Override
    public void close() {
        if (deadline != null) {
            deadline.cancel(false);
        }
        try {
            closeAll();
        } catch (IOException | SQLException e) {
            throw new PipelineException(ErrorKind.RESOURCES, "query: expected to close, got " + e.getMessage(), e);
        } finally {
            reader = null;
            allocator.close();
        }
    }

    private void closeAll() throws IOException, SQLException {
        try (connection) {
            if (reader != null) {
                reader.close();
            }
            if (result != null) {
                result.close();
            }
            if (statement != null) {
                statement.close();
            }
        }
    }
}
