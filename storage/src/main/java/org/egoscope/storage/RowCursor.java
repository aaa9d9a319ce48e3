package org.egoscope.storage;

import java.util.Iterator;
import java.util.List;

/** Rows one after the other. Holds native memory until closed. */
public interface RowCursor extends Iterator<Row>, AutoCloseable {
    List<String> columns();

    @Override
    void close();
}
