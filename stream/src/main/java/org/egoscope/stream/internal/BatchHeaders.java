package org.egoscope.stream.internal;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.egoscope.core.Batch;
import org.egoscope.core.StreamItem;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.Gap;
import org.egoscope.core.video.SessionId;
import org.egoscope.stream.TypedTopic;

/**
 * What the headers of a message say about its batch: enough to put a gap in its place when its bytes cannot be read.
 *
 * @param frames input frames the items stand for
 * @param context what is passed on along the path
 */
public record BatchHeaders(
        SessionId session,
        long sequence,
        TimeRange span,
        boolean last,
        Frames frames,
        Context context) {
    static final String SESSION = "ego-session";
    static final String SCHEMA = "ego-schema";
    static final String SEQUENCE = "ego-sequence";
    static final String SPAN_START = "ego-span-start-ns";
    static final String SPAN_END = "ego-span-end-ns";
    static final String LAST = "ego-last";
    static final String FIRST_FRAME = "ego-first-frame";
    static final String FRAMES = "ego-frames";
    static final String PLAN = "ego-plan";
    static final String TRACE_PARENT = "traceparent";
    static final String REPLAY = "ego-replay";

    /** Input frames that the items of a batch stand for: {@code [first, first + count)}. */
    public record Frames(long first, long count) {
        static Frames of(List<?> items) {
            long first = Long.MAX_VALUE;
            long count = 0;
            for (Object item : items) {
                if (item instanceof StreamItem known && known.frameCount() > 0) {
                    first = Math.min(first, known.firstFrameIndex());
                    count += known.frameCount();
                }
            }
            return new Frames(count == 0 ? 0 : first, count);
        }
    }

    /**
     * What is passed on from the first message of a chunk to the last that derives from it; empty where not given.
     *
     * @param plan hash of configuration and models
     * @param traceParent W3C trace context
     * @param replay a dead letter that is tried again, apart from its session's state
     */
    public record Context(String plan, String traceParent, boolean replay) {
        /** What a message carries beside its batch. */
        public static Context of(Headers headers) {
            return new Context(text(headers, PLAN), text(headers, TRACE_PARENT), headers.lastHeader(REPLAY) != null);
        }
    }

    public static BatchHeaders of(Batch<?> batch, Context context) {
        return new BatchHeaders(
                batch.session(), batch.sequence(), batch.span(), batch.last(), Frames.of(batch.items()), context);
    }

    public void writeTo(Headers headers, String schema) {
        put(headers, SESSION, session.value());
        put(headers, SCHEMA, schema);
        put(headers, SEQUENCE, String.valueOf(sequence));
        put(headers, SPAN_START, String.valueOf(span.start().nanos()));
        put(headers, SPAN_END, String.valueOf(span.end().nanos()));
        put(headers, LAST, String.valueOf(last));
        put(headers, FIRST_FRAME, String.valueOf(frames.first()));
        put(headers, FRAMES, String.valueOf(frames.count()));
        put(headers, PLAN, context.plan());
        put(headers, TRACE_PARENT, context.traceParent());
        if (context.replay()) {
            put(headers, REPLAY, "true");
        }
    }

    /** The batch as a message under its session's key. */
    public <T> ProducerRecord<byte[], byte[]> record(TypedTopic<T> topic, Batch<T> batch) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                topic.name(), session.value().getBytes(StandardCharsets.UTF_8), topic.codec().encode(batch));
        writeTo(record.headers(), topic.codec().schema());
        return record;
    }

    /** The batch without its items. */
    <T> Batch<T> toBatch() {
        return new Batch<>(session, sequence, span, last, List.of());
    }

    /** The frames of the batch as a gap; empty if it has none. */
    Optional<Gap> gap(String stage, RuntimeException cause) {
        return frames.count() < 1
                ? Optional.empty()
                : Optional.of(new Gap(
                        stage, frames.first(), frames.count(), span, Gap.Reason.STAGE_FAILED, String.valueOf(cause.getMessage())));
    }

    /** Empty if the message is not one of ours or its headers are damaged. */
    public static Optional<BatchHeaders> read(Headers headers) {
        try {
            return Optional.of(new BatchHeaders(
                    new SessionId(text(headers, SESSION)),
                    number(headers, SEQUENCE),
                    TimeRange.ofNanos(number(headers, SPAN_START), number(headers, SPAN_END)),
                    Boolean.parseBoolean(text(headers, LAST)),
                    new Frames(number(headers, FIRST_FRAME), number(headers, FRAMES)),
                    Context.of(headers)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static void put(Headers headers, String name, String value) {
        if (!value.isEmpty()) {
            headers.remove(name);
            headers.add(name, value.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static long number(Headers headers, String name) {
        return Long.parseLong(text(headers, name));
    }

    static String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
