package org.egoscope.storage.internal.schema;

import java.util.Map;
import org.apache.arrow.vector.types.pojo.Schema;
import org.egoscope.storage.internal.column.RowSchema;

/** One table of the dataset: its name and its columns. */
public record Table<R>(String name, RowSchema<R> rows) {
    /** Version of all tables; raised when a column changes its meaning or goes. */
    public static final int VERSION = 1;

    /** Schema of its files, with name and version in the metadata. */
    public Schema schema() {
        return new Schema(rows.fields(), Map.of("egoscope.table", name + ";v=" + VERSION));
    }
}
