package org.egoscope.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.egoscope.core.Batch;
import org.egoscope.core.Codec;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.graph.GraphEvent;
import org.egoscope.core.observation.Embedding;
import org.egoscope.core.observation.Instance;
import org.egoscope.core.observation.Mask;
import org.egoscope.core.observation.Observation;
import org.egoscope.core.observation.ObservationEvent;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.SessionId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodecsTest {
    private static final int SEEDS = 40;

    private static <T> void assertRoundTrip(String what, Codec<T> codec, Batch<T> batch) {
        byte[] bytes = codec.encode(batch);
        assertThat(codec.decode(bytes)).as(what).isEqualTo(batch);
        assertThat(codec.encode(batch)).as(what + ", encoded again").isEqualTo(bytes);
    }

    @Test
    void whateverIsEncodedComesBackEqual() {
        for (long seed = 0; seed < SEEDS; seed++) {
            RandomData data = new RandomData(seed);
            SessionId session = data.session();
            String what = "seed " + seed;
            assertRoundTrip(what, Codecs.chunks(), data.batch(session, seed, data.list(3, i -> data.chunk(session))));
            for (boolean compress : new boolean[] {false, true}) {
                assertRoundTrip(
                        what, Codecs.observations(compress), data.batch(session, seed, data.observationEvents(session, 7, 9)));
                assertRoundTrip(what, Codecs.motion(compress), data.batch(session, seed, data.motionEvents(session, 0, 12)));
                assertRoundTrip(what, Codecs.graph(compress), data.batch(session, seed, data.list(40, i -> data.graphEvent())));
            }
            assertRoundTrip(
                    what,
                    Codecs.sessions(),
                    data.batch(
                            session,
                            0,
                            List.of(
                                    new SessionRecord.Session(data.sessionInfo(session)),
                                    new SessionRecord.Run(data.runInfo("ab12")))));
        }
    }

    @Test
    void emptyBatchesAndManifestEntriesComeBackEqual() {
        SessionId session = new SessionId("s");
        Batch<ObservationEvent> empty = new Batch<>(session, 3, TimeRange.ofNanos(5, 5), true, List.of());
        assertRoundTrip("no items", Codecs.observations(), empty);
        ManifestEntry entry = new ManifestEntry(
                new ManifestEntry.Origin("ego.motion", 3, 17, 99),
                session,
                "00ff",
                0,
                31,
                true,
                List.of(new ManifestEntry.DataFile("motion", "motion/s/a.arrow", 7, 1234, "aa")));
        assertRoundTrip("manifest", Codecs.manifest(), new Batch<>(session, 0, TimeRange.ofNanos(0, 0), true, List.of(entry)));
    }

    @Test
    void aMaskWithAMillionRunsComesBackEqual() {
        ImageSize size = new ImageSize(1024, 1024);
        int[] runs = new int[size.pixels()];
        Arrays.fill(runs, 1);
        RandomData data = new RandomData(1);
        SessionId session = data.session();
        Instance plain = data.instance();
        Instance huge = new Instance(
                1, "checker", 1, Mask.ofRuns(size, runs), plain.box(), plain.predictedIou(), plain.stabilityScore(), "test", "", Embedding.NONE);
        Observation frame = data.observation(session, 0);
        Observation withHuge = new Observation(
                session, 0, frame.span(), frame.camera(), frame.headPose(), List.of(plain, huge, plain), List.of(), List.of(), List.of());
        assertRoundTrip("huge", Codecs.observations(), data.batch(session, 0, List.of(withHuge)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyDamagedByteIsBadInputAndNothingElse(boolean compress) {
        RandomData data = new RandomData(5);
        SessionId session = data.session();
        Codec<GraphEvent> codec = Codecs.graph(compress);
        Batch<GraphEvent> batch = data.batch(session, 1, data.list(30, i -> data.graphEvent()));
        byte[] good = codec.encode(batch);
        Random random = new Random(6);
        int schemaEnd = 8 + ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
        for (int trial = 0; trial < 2000; trial++) {
            byte[] bad = good.clone();
            int at = random.nextInt(trial % 2 == 0 ? bad.length : schemaEnd);
            bad[at] ^= (byte) (1 << random.nextInt(8));
            try {
                // A flip in the schema message may hit padding, which carries nothing; then the batch must be the right one.
                assertThat(codec.decode(bad)).as("flip at %d", at).isEqualTo(batch);
                assertThat(at).as("a flip without effect").isLessThan(schemaEnd);
            } catch (PipelineException e) {
                assertThat(e.kind()).as("flip at %d: %s", at, e).isEqualTo(ErrorKind.BAD_INPUT);
            }
        }
    }

    @Test
    void truncatedBytesAreBadInput() {
        RandomData data = new RandomData(8);
        SessionId session = data.session();
        byte[] good = Codecs.observations().encode(data.batch(session, 1, data.observationEvents(session, 0, 3)));
        List<Integer> lengths = new ArrayList<>(List.of(0, 1, 7, 8, 16, good.length / 2, good.length - 1));
        for (int length : lengths) {
            assertThatThrownBy(() -> Codecs.observations().decode(Arrays.copyOf(good, length)))
                    .as("first %d bytes", length)
                    .isInstanceOfSatisfying(
                            PipelineException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.BAD_INPUT));
        }
    }

    @Test
    void aPayloadOfAnotherTopicIsRefusedByName() {
        RandomData data = new RandomData(9);
        SessionId session = data.session();
        byte[] bytes = Codecs.observations().encode(data.batch(session, 1, data.observationEvents(session, 0, 3)));
        assertThatThrownBy(() -> Codecs.graph().decode(bytes))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("expected schema graph;v=1, got observations;v=1");
    }
}
