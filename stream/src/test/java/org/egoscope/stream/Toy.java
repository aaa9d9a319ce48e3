package org.egoscope.stream;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.egoscope.core.Batch;
import org.egoscope.core.Codec;
import org.egoscope.core.PipelineException;
import org.egoscope.core.Sink;
import org.egoscope.core.StageFactory;
import org.egoscope.core.StageRunner;
import org.egoscope.core.StatefulStage;
import org.egoscope.core.StreamItem;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.Gap;
import org.egoscope.core.video.SessionId;
import org.egoscope.stream.internal.BatchHeaders;

/** A small stage with memory: numbers in, running sums out, one number late. */
final class Toy {
    static final long POISON = -1;
    static final long FRAME_NANOS = 1_000;

    private Toy() {}

    /** A number of a frame; the bytes after it only add weight. */
    record Num(long firstFrameIndex, long value, List<Byte> ballast) implements StreamItem {
        @Override
        public long frameCount() {
            return 1;
        }

        @Override
        public TimeRange span() {
            return frameSpan(firstFrameIndex, 1);
        }
    }

    /** Sum of all numbers up to a frame, or why there is none. */
    record Sum(long firstFrameIndex, long frameCount, long sum, String gap) implements StreamItem {
        static Sum of(Gap gap) {
            return new Sum(gap.firstFrameIndex(), gap.frameCount(), 0, gap.stage() + ": " + gap.detail());
        }

        @Override
        public TimeRange span() {
            return frameSpan(firstFrameIndex, frameCount);
        }
    }

    static TimeRange frameSpan(long first, long count) {
        return TimeRange.ofNanos(first * FRAME_NANOS, (first + count) * FRAME_NANOS);
    }

    /** Emits the sum of a frame when the next one comes, so that something is always held between two batches. */
    static final class SumStage implements StatefulStage<Num, Sum> {
        private long sum;
        private long heldFrame = -1;

        @Override
        public void accept(Num input, Sink<? super Sum> out) {
            if (input.value() == POISON) {
                throw PipelineException.badInput("number: expected >= 0, got " + input.value());
            }
            finish(out);
            sum += input.value();
            heldFrame = input.firstFrameIndex();
        }

        @Override
        public void finish(Sink<? super Sum> out) {
            if (heldFrame >= 0) {
                out.emit(new Sum(heldFrame, 1, sum, ""));
                heldFrame = -1;
            }
        }

        @Override
        public byte[] snapshot() {
            return ByteBuffer.allocate(16).putLong(sum).putLong(heldFrame).array();
        }

        @Override
        public void restore(byte[] state) {
            sum = state.length == 0 ? 0 : ByteBuffer.wrap(state).getLong(0);
            heldFrame = state.length == 0 ? -1 : ByteBuffer.wrap(state).getLong(8);
        }
    }

    static StageFactory<Num, Sum> sums() {
        return session -> new SumStage();
    }

    /** Writes items one by one and the place of the batch in front. */
    private abstract static class DataCodec<T> implements Codec<T> {
        abstract void write(T item, DataOutputStream out) throws IOException;

        abstract T read(DataInputStream in) throws IOException;

        @Override
        public byte[] encode(Batch<? extends T> batch) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (DataOutputStream out = new DataOutputStream(bytes)) {
                out.writeUTF(schema());
                out.writeUTF(batch.session().value());
                out.writeLong(batch.sequence());
                out.writeLong(batch.span().start().nanos());
                out.writeLong(batch.span().end().nanos());
                out.writeBoolean(batch.last());
                out.writeInt(batch.items().size());
                for (T item : batch.items()) {
                    write(item, out);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return bytes.toByteArray();
        }

        @Override
        public Batch<T> decode(byte[] bytes) {
            try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
                String schema = in.readUTF();
                if (!schema.equals(schema())) {
                    throw PipelineException.badInput("schema: expected " + schema() + ", got " + schema);
                }
                SessionId session = new SessionId(in.readUTF());
                long sequence = in.readLong();
                TimeRange span = TimeRange.ofNanos(in.readLong(), in.readLong());
                boolean last = in.readBoolean();
                List<T> items = new ArrayList<>();
                for (int left = in.readInt(); left > 0; left--) {
                    items.add(read(in));
                }
                return new Batch<>(session, sequence, span, last, items);
            } catch (IOException | IllegalArgumentException e) {
                throw PipelineException.badInput("batch of " + schema() + ": expected whole bytes, got " + e);
            }
        }
    }

    static final Codec<Num> NUM_CODEC = new DataCodec<>() {
        @Override
        public String schema() {
            return "num;v=1";
        }

        @Override
        void write(Num item, DataOutputStream out) throws IOException {
            out.writeLong(item.firstFrameIndex());
            out.writeLong(item.value());
            out.writeInt(item.ballast().size());
            for (byte b : item.ballast()) {
                out.writeByte(b);
            }
        }

        @Override
        Num read(DataInputStream in) throws IOException {
            long frame = in.readLong();
            long value = in.readLong();
            Byte[] ballast = new Byte[in.readInt()];
            for (int i = 0; i < ballast.length; i++) {
                ballast[i] = in.readByte();
            }
            return new Num(frame, value, Arrays.asList(ballast));
        }
    };

    static final Codec<Sum> SUM_CODEC = new DataCodec<>() {
        @Override
        public String schema() {
            return "sum;v=1";
        }

        @Override
        void write(Sum item, DataOutputStream out) throws IOException {
            out.writeLong(item.firstFrameIndex());
            out.writeLong(item.frameCount());
            out.writeLong(item.sum());
            out.writeUTF(item.gap());
        }

        @Override
        Sum read(DataInputStream in) throws IOException {
            return new Sum(in.readLong(), in.readLong(), in.readLong(), in.readUTF());
        }
    };

    /** Two numbers a batch. */
    static Batch<Num> batch(SessionId session, long sequence, boolean last, Function<Long, Long> valueOfFrame) {
        List<Num> items = new ArrayList<>();
        for (long frame = sequence * 2; frame < sequence * 2 + 2; frame++) {
            items.add(new Num(frame, valueOfFrame.apply(frame), List.of()));
        }
        return new Batch<>(session, sequence, frameSpan(sequence * 2, 2), last, items);
    }

    static List<Batch<Num>> batches(SessionId session, int count, Function<Long, Long> valueOfFrame) {
        List<Batch<Num>> batches = new ArrayList<>();
        for (int sequence = 0; sequence < count; sequence++) {
            batches.add(batch(session, sequence, sequence == count - 1, valueOfFrame));
        }
        return batches;
    }

    /** What an undisturbed run makes of them, without Kafka. */
    static List<Batch<Sum>> expected(List<Batch<Num>> inputs) {
        try (StageRunner<Num, Sum> runner = new StageRunner<>("sum", sums(), Sum::of, 1)) {
            return inputs.stream().map(input -> runner.process(input).output()).toList();
        }
    }

    static StageSpec<Num, Sum> spec(Topics topics) {
        return new StageSpec<>(numbers(topics), results(topics), sums(), Sum::of);
    }

    static TypedTopic<Num> numbers(Topics topics) {
        return new TypedTopic<>(topics.chunks(), NUM_CODEC);
    }

    static TypedTopic<Sum> results(Topics topics) {
        return new TypedTopic<>(topics.observations(), SUM_CODEC);
    }

    static BatchHeaders headersOf(Batch<?> batch) {
        return BatchHeaders.of(batch, new BatchHeaders.Context("plan", "", false));
    }
}
