package org.egoscope.storage;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;

/** Whether tables can be written and asked on this machine. */
public final class StorageSupport {
    private StorageSupport() {}

    /**
     * Opens DuckDB and takes an Arrow buffer as NIO sees it, which fails on a JVM that was not told to open {@code java.nio}.
     *
     * @return versions of both
     * @throws PipelineException with RESOURCES if one of them does not work here
     */
    public static String describe() {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                BufferAllocator allocator = new RootAllocator();
                var buffer = allocator.buffer(8)) {
            buffer.nioBuffer(0, 8);
            return "Arrow " + Schema.class.getPackage().getImplementationVersion() + ", DuckDB "
                    + connection.getMetaData().getDatabaseProductVersion();
        } catch (SQLException | UnsupportedOperationException e) {
            throw new PipelineException(
                    ErrorKind.RESOURCES, "storage: expected Arrow and DuckDB to work (JVM option --add-opens=java.base/java.nio=ALL-UNNAMED), got "
                            + e.getMessage(), e);
        }
    }
}
