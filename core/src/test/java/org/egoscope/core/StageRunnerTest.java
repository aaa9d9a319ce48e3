package org.egoscope.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.egoscope.core.observation.ObservationEvent;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.Gap;
import org.egoscope.core.video.SessionId;
import org.junit.jupiter.api.Test;

class StageRunnerTest {
    private static final SessionId SESSION = new SessionId("kitchen");

    /** A number that stands for one frame. */
    private record Number(long value) implements StreamItem {
        @Override
        public long firstFrameIndex() {
            return value;
        }

        @Override
        public long frameCount() {
            return 1;
        }

        @Override
        public TimeRange span() {
            return TimeRange.ofNanos(value, value + 1);
        }
    }

    /** Emits the running sum one input late, so that state and flushing matter; fails on chosen inputs. */
    private static final class LateSum implements StatefulStage<Number, Object> {
        private final Set<Long> poison;
        private long sum;
        private boolean holding;

        LateSum(Set<Long> poison) {
            this.poison = poison;
        }

        @Override
        public void accept(Number input, Sink<? super Object> out) {
            if (holding) {
                out.emit(sum);
            }
            sum += input.value();
            holding = true;
            if (poison.contains(input.value())) {
                throw PipelineException.badInput("number: expected not " + input.value());
            }
        }

        @Override
        public void finish(Sink<? super Object> out) {
            if (holding) {
                out.emit(sum);
            }
        }

        @Override
        public byte[] snapshot() {
            return ByteBuffer.allocate(9).putLong(sum).put((byte) (holding ? 1 : 0)).array();
        }

        @Override
        public void restore(byte[] state) {
            ByteBuffer in = ByteBuffer.wrap(state);
            sum = in.getLong();
            holding = in.get() == 1;
        }
    }

    @Test
    void emitsOneBatchPerBatchAndFlushesWithTheLast() {
        try (StageRunner<Number, Object> runner = runner(Set.of())) {
            assertThat(runner.process(batch(0, false, 1, 2)).output().items()).containsExactly(1L);
            assertThat(runner.process(batch(1, true, 3)).output().items()).containsExactly(3L, 6L);
        }
    }

    @Test
    void aFailingBatchBecomesGapsAndLeavesTheStateAsItWas() {
        try (StageRunner<Number, Object> runner = runner(Set.of(11L))) {
            runner.process(batch(0, false, 1, 2));
            StageRunner.Outcome<Object> failed = runner.process(batch(1, false, 10, 11));
            assertThat(failed.failure()).isPresent();
            assertThat(failed.output().items()).hasSize(2).allMatch(Gap.class::isInstance);
            assertThat(((Gap) failed.output().items().get(1)).firstFrameIndex()).isEqualTo(11);
            assertThat(runner.process(batch(2, true, 3)).output().items()).containsExactly(3L, 6L);
        }
    }

    @Test
    void aFailingLastBatchStillFlushesWhatWasHeld() {
        try (StageRunner<Number, Object> runner = runner(Set.of(9L))) {
            runner.process(batch(0, false, 4));
            List<Object> items = runner.process(batch(1, true, 9)).output().items();
            assertThat(items).hasSize(2);
            assertThat(items.get(0)).isEqualTo(4L);
            assertThat(items.get(1)).isInstanceOf(Gap.class);
        }
    }

    @Test
    void anotherRunnerContinuesFromASnapshotExactly() {
        for (int cut = 1; cut < 6; cut++) {
            List<Object> whole = new ArrayList<>();
            List<Object> split = new ArrayList<>();
            try (StageRunner<Number, Object> one = runner(Set.of());
                    StageRunner<Number, Object> first = runner(Set.of());
                    StageRunner<Number, Object> second = runner(Set.of())) {
                for (int i = 0; i < 6; i++) {
                    Batch<Number> batch = batch(i, i == 5, i * 7L + 1);
                    whole.addAll(one.process(batch).output().items());
                    if (i == cut) {
                        second.restore(SESSION, first.snapshot(SESSION));
                    }
                    split.addAll((i < cut ? first : second).process(batch).output().items());
                }
            }
            assertThat(split).as("cut after %d batches", cut).isEqualTo(whole);
        }
    }

    @Test
    void gapsFitEveryEventType() {
        Gap gap = new Gap("ingest", 3, 2, TimeRange.ofNanos(0, 5), Gap.Reason.DECODE_ERROR, "picture: expected data, got none");
        ObservationEvent event = gap;
        assertThat(event.frameCount()).isEqualTo(2);
    }

    private static StageRunner<Number, Object> runner(Set<Long> poison) {
        return new StageRunner<>("sum", session -> new LateSum(poison), gap -> gap, 2);
    }

    private static Batch<Number> batch(long sequence, boolean last, long... values) {
        List<Number> items = LongStream.of(values).mapToObj(Number::new).toList();
        return new Batch<>(SESSION, sequence, TimeRange.ofNanos(sequence, sequence + 1), last, items);
    }
}
