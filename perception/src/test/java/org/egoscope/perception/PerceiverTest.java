package org.egoscope.perception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.egoscope.core.geometry.Camera;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.geometry.PinholeCamera;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.ObservationEvent;
import org.egoscope.core.observation.Person;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.FrameEvent;
import org.egoscope.core.video.Gap;
import org.egoscope.core.video.SessionId;
import org.egoscope.core.video.VideoFrame;
import org.junit.jupiter.api.Test;

/** Frames that are worked on together, without networks. */
class PerceiverTest {
    private static final ImageSize SIZE = new ImageSize(160, 90);
    private static final long FRAME_NANOS = 33_333_333L;
    private static final int FRAMES = 24;
    private static final int LOST_FRAME = 7;
    private static final Camera CAMERA =
            new Camera(PinholeCamera.fromHorizontalFieldOfView(SIZE, Math.toRadians(70)), RigidTransform.IDENTITY, false);

    /** Covers a place that walks, in one buffer that is used again for every frame. */
    private static final class WalkingCover implements FaceBlur {
        private final FaceCover cover = new FaceCover();
        private List<BoundingBox> covered = List.of();

        @Override
        public List<BoundingBox> find(VideoFrame frame) {
            return List.of();
        }

        @Override
        public VideoFrame blur(VideoFrame frame, List<Person> people) {
            covered = List.of(new BoundingBox(3 * frame.frameIndex(), 20, 30, 40));
            return cover.cover(frame, covered);
        }

        @Override
        public List<BoundingBox> covered() {
            return covered;
        }

        @Override
        public byte[] snapshot() {
            return new byte[0];
        }

        @Override
        public void restore(byte[] state) {}
    }

    private static Perceiver perceiver(Instances instances, Hands hands) {
        return new Perceiver(HeadPoses.estimator(VisualOdometryConfig.defaults()), hands.newTracker(), instances.newTracker(),
                PersonTracker.NONE, new WalkingCover(), PerceptionProbe.NONE);
    }

    /** A bright thing that walks over noise; all frames are painted into one buffer, as a decoder does. */
    private static final class Film {
        private final ByteBuffer rgb = ByteBuffer.allocateDirect(SIZE.pixels() * 3);

        FrameEvent at(int index) {
            TimeRange span = TimeRange.ofNanos(index * FRAME_NANOS, (index + 1) * FRAME_NANOS);
            if (index == LOST_FRAME) {
                return new Gap("ingest", index, 1, span, Gap.Reason.DECODE_ERROR, "none");
            }
            Random random = new Random(5);
            rgb.clear();
            for (int i = 0; i < SIZE.pixels(); i++) {
                int x = i % SIZE.width() - 2 * index;
                int y = i / SIZE.width();
                boolean inside = x > 20 && x < 70 && y > 25 && y < 70;
                int noise = random.nextInt(24);
                rgb.put((byte) (inside ? 190 + noise : 40 + noise)).put((byte) (60 + noise)).put((byte) (inside ? 40 : 120 + noise));
            }
            return new VideoFrame(new SessionId("film"), index, span, CAMERA, Optional.empty(), rgb.flip());
        }
    }

    @Test
    void framesWorkedOnTogetherGiveWhatTheyGiveOneByOne() {
        List<ObservationEvent> alone = new ArrayList<>();
        List<ObservationEvent> together = new ArrayList<>();
        Film film = new Film();
        try (Hands hands = Hands.withoutNetworks(); Instances instances = Instances.open(Optional.empty(), SegmentConfig.defaults());
                Perceiver one = perceiver(instances, hands); Perceiver other = perceiver(instances, hands)) {
            for (int i = 0; i < FRAMES; i++) {
                one.accept(film.at(i), alone::add);
                other.hold(film.at(i));
                if (other.heldCount() == 5) {
                    other.release(together::add);
                    assertThat(other.snapshot()).as("frame %d", i).isEqualTo(one.snapshot());
                }
            }
            other.finish(together::add);
            assertThat(together).hasSize(FRAMES).isEqualTo(alone);
            assertThat(other.snapshot()).isEqualTo(one.snapshot());
        }
    }

    @Test
    void aSnapshotWithFramesHeldIsRefused() {
        try (Hands hands = Hands.withoutNetworks(); Instances instances = Instances.open(Optional.empty(), SegmentConfig.defaults());
                Perceiver perceiver = perceiver(instances, hands)) {
            perceiver.hold(new Film().at(0));
            assertThatIllegalStateException().isThrownBy(perceiver::snapshot).withMessageContaining("got 1 held");
        }
    }
}
