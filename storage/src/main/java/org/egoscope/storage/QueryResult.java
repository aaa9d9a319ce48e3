package org.egoscope.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.egoscope.storage.internal.query.Answer;
import org.egoscope.storage.internal.query.AnswerFormat;

/** Rows that answer a query. Use one of the ways to read it, once; then {@link #truncated} says whether rows were cut off. */
public final class QueryResult implements RowCursor {
    private final Answer answer;

    QueryResult(Answer answer) {
        this.answer = answer;
    }

    @Override
    public List<String> columns() {
        return answer.columns();
    }

    @Override
    public boolean hasNext() {
        return answer.hasNext();
    }

    @Override
    public Row next() {
        return answer.next();
    }

    /** All rows that are left. */
    public List<Row> toList() {
        List<Row> rows = new ArrayList<>();
        forEachRemaining(rows::add);
        return rows;
    }

    /** True if there were more rows than the limit; known once all rows are read. */
    public boolean truncated() {
        return answer.truncated();
    }

    /** An Arrow IPC stream with the exact types; {@code pyarrow.ipc.open_stream} reads it. */
    public void writeArrow(OutputStream out) throws IOException {
        answer.writeArrow(out);
    }

    /** {@code {"columns": [...], "rows": [[...], ...], "truncated": false}}; NaN and infinities as strings. UTF-8. */
    public void writeJson(OutputStream out) throws IOException {
        AnswerFormat.writeJson(answer, out);
    }

    /** Aligned text for people, numbers to the right; long values are shortened. */
    public void writeTable(Appendable out) throws IOException {
        AnswerFormat.writeTable(answer, out);
    }

    @Override
    public void close() {
        answer.close();
    }
}
