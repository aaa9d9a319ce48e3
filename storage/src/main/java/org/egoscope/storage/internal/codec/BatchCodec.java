package org.egoscope.storage.internal.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.egoscope.core.Batch;
import org.egoscope.core.Codec;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.SessionId;
import org.egoscope.storage.internal.column.RowSchema;
import org.egoscope.storage.internal.column.Vectors;

/**
 * A batch as an Arrow stream: its place in the schema's metadata, its items as rows.
 *
 * @param <T> item
 * @param <R> row; one item is one row, or several neighbours
 */
public final class BatchCodec<T, R> implements Codec<T> {
    private static final String SCHEMA = "egoscope.schema";
    private static final String SESSION = "egoscope.session";
    private static final String SEQUENCE = "egoscope.sequence";
    private static final String START = "egoscope.t0_ns";
    private static final String END = "egoscope.t1_ns";
    private static final String LAST = "egoscope.last";

    private final String schema;
    private final ArrowPayload<R> payload;
    private final Function<List<? extends T>, List<R>> rowsOf;
    private final Function<List<R>, List<T>> itemsOf;

    private BatchCodec(
            String schema,
            ArrowPayload<R> payload,
            Function<List<? extends T>, List<R>> rowsOf,
            Function<List<R>, List<T>> itemsOf) {
        this.schema = schema;
        this.payload = payload;
        this.rowsOf = rowsOf;
        this.itemsOf = itemsOf;
    }

    /** One row for each item. */
    public static <T> BatchCodec<T, T> ofItems(
            String schema, RowSchema<T> rows, Function<Vectors, IntFunction<T>> reader, boolean compress) {
        return new BatchCodec<>(schema, new ArrowPayload<>(rows, reader, compress), ArrayList::new, Function.identity());
    }

    /** The same codec for items that are several rows. */
    public <S> BatchCodec<S, R> mapped(Function<List<? extends S>, List<T>> split, Function<List<T>, List<S>> join) {
        return new BatchCodec<>(schema, payload, items -> rowsOf.apply(split.apply(items)), rows -> join.apply(itemsOf.apply(rows)));
    }

    @Override
    public String schema() {
        return schema;
    }

    @Override
    public byte[] encode(Batch<? extends T> batch) {
        Map<String, String> header = new TreeMap<>();
        header.put(SCHEMA, schema);
        header.put(SESSION, batch.session().value());
        header.put(SEQUENCE, Long.toString(batch.sequence()));
        header.put(START, Long.toString(batch.span().start().nanos()));
        header.put(END, Long.toString(batch.span().end().nanos()));
        header.put(LAST, Boolean.toString(batch.last()));
        return payload.encode(header, rowsOf.apply(batch.items()));
    }

    @Override
    public Batch<T> decode(byte[] bytes) {
        ArrowPayload.Content<R> content = payload.decode(bytes, schema -> requireSchema(schema.get(SCHEMA)));
        Map<String, String> header = content.header();
        try {
            return new Batch<>(
                    new SessionId(header.get(SESSION)),
                    Long.parseLong(header.get(SEQUENCE)),
                    TimeRange.ofNanos(Long.parseLong(header.get(START)), Long.parseLong(header.get(END))),
                    Boolean.parseBoolean(header.get(LAST)),
                    itemsOf.apply(content.rows()));
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new PipelineException(ErrorKind.BAD_INPUT, "payload header: expected a batch's place, got " + header, e);
        }
    }

    private void requireSchema(String found) {
        if (!schema.equals(found)) {
            throw PipelineException.badInput("payload: expected schema " + schema + ", got " + found);
        }
    }
}
