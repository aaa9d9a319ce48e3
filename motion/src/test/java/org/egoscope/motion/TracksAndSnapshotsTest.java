package org.egoscope.motion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.FisheyeCamera;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.BodyPose;
import org.egoscope.core.motion.MotionEvent;
import org.egoscope.core.motion.MotionWindow;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Embedding;
import org.egoscope.core.observation.HandSide;
import org.egoscope.core.observation.HeadPose;
import org.egoscope.core.observation.Instance;
import org.egoscope.core.observation.Mask;
import org.egoscope.core.observation.Observation;
import org.egoscope.core.observation.ObservationEvent;
import org.egoscope.core.observation.Person;
import org.egoscope.core.video.Gap;
import org.egoscope.core.video.SessionId;
import org.junit.jupiter.api.Test;

class TracksAndSnapshotsTest {
    private static final int FRAMES = 160;

    /** Walks, loses the head for frames 40-54 and 100, misses frames 70-89 (gap of ingest), sees hands now and then. */
    private static List<ObservationEvent> eventful() {
        List<Observation> walk = Recordings.walk(FRAMES, 0.9, -0.6);
        List<ObservationEvent> events = new ArrayList<>();
        for (int i = 0; i < FRAMES; i++) {
            if (i >= 40 && i < 55 || i == 100) {
                events.add(Recordings.lost(i));
            } else if (i == 70) {
                events.add(new Gap(
                        "ingest",
                        70,
                        20,
                        new org.egoscope.core.time.TimeRange(Recordings.span(70).start(), Recordings.span(89).end()),
                        Gap.Reason.DECODE_ERROR,
                        "made up"));
            } else if (i < 70 || i >= 90) {
                events.add(i % 40 > 25 ? withEverything(walk.get(i)) : walk.get(i));
            }
        }
        return events;
    }

    /** The same frame with hands, an instance, a person and a fisheye lens, so that a snapshot has to carry them all. */
    private static Observation withEverything(Observation plain) {
        ImageSize size = new ImageSize(8, 6);
        byte[] bitmap = new byte[48];
        bitmap[13] = 1;
        bitmap[14] = 1;
        Instance instance = new Instance(
                3, "cup", 0.7f, Mask.ofBitmap(size, bitmap), new BoundingBox(5, 1, 2, 1), 0.8f, 0.9f, "made-up", "", Embedding.NONE);
        Person person = new Person(9, new BoundingBox(1, 2, 3, 4), 0.5f, "made-up", new float[99]);
        FisheyeCamera fisheye = new FisheyeCamera(
                new FisheyeCamera.Intrinsics(new ImageSize(512, 288), 300, 301, 256, 144), 0.1, -0.02, 0.003, 0.0004, 1.5);
        return new Observation(
                plain.session(),
                plain.frameIndex(),
                plain.span(),
                new org.egoscope.core.geometry.Camera(fisheye, RigidTransform.IDENTITY, true),
                plain.headPose(),
                List.of(instance),
                List.of(
                        Recordings.handAt(HandSide.LEFT, new Vec3(-0.1, 0.2, 0.4), true),
                        Recordings.handAt(HandSide.RIGHT, new Vec3(0.1, 0.2, 0.4), false)),
                List.of(person),
                List.of(new BoundingBox(4, 3, 2, 1)));
    }

    @Test
    void every_frame_travels_on_in_order_and_lost_runs_are_each_one_gap() {
        List<MotionEvent> out = Recordings.run(MotionConfig.kinematic(), eventful());
        List<Long> indices = new ArrayList<>();
        List<Gap> gaps = new ArrayList<>();
        for (MotionEvent event : out) {
            if (event instanceof Gap gap) {
                gaps.add(gap);
            } else if (event instanceof MotionWindow window) {
                for (MotionWindow.PosedFrame frame : window.frames()) {
                    indices.add(frame.observation().frameIndex());
                    assertThat(frame.body() == null).isEqualTo(frame.observation().headPose().isLost());
                }
            }
        }
        assertThat(indices).isSorted().doesNotHaveDuplicates().hasSize(FRAMES - 20);
        assertThat(gaps).extracting(Gap::stage).containsExactly("motion", "ingest", "motion");
        assertThat(gaps).extracting(Gap::firstFrameIndex).containsExactly(40L, 70L, 100L);
        assertThat(gaps).extracting(Gap::frameCount).containsExactly(15L, 20L, 1L);
        assertThat(gaps.get(0).reason()).isEqualTo(Gap.Reason.HEAD_LOST);
        assertThat(gaps.get(0).span().start()).isEqualTo(Recordings.span(40).start());
        assertThat(gaps.get(0).span().end()).isEqualTo(Recordings.span(54).end());
    }

    @Test
    void a_gap_is_told_before_any_frame_that_comes_after_it() {
        List<MotionEvent> out = Recordings.run(MotionConfig.kinematic(), eventful());
        long last = -1;
        for (MotionEvent event : out) {
            if (event instanceof Gap gap) {
                last = Math.max(last, gap.firstFrameIndex() + gap.frameCount() - 1);
            } else {
                assertThat(event.firstFrameIndex()).isGreaterThan(last);
                last = event.firstFrameIndex() + event.frameCount() - 1;
            }
        }
    }

    @Test
    void a_session_that_ends_lost_still_accounts_for_it() {
        List<ObservationEvent> events = new ArrayList<>(Recordings.walk(20, 0.5, 0));
        events.add(Recordings.lost(20));
        events.add(Recordings.lost(21));
        List<MotionEvent> out = Recordings.run(MotionConfig.kinematic(), events);
        assertThat(out.get(out.size() - 1)).isInstanceOfSatisfying(Gap.class, gap -> {
            assertThat(gap.firstFrameIndex()).isEqualTo(20);
            assertThat(gap.frameCount()).isEqualTo(2);
        });
    }

    @Test
    void a_new_track_stands_under_the_new_place_at_once() {
        List<ObservationEvent> events = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            events.add(Recordings.frame(i, Recordings.worldFromCamera(0, 0, Recordings.STANDING_EYES, 0, 0)));
        }
        events.add(Recordings.lost(30));
        events.add(Recordings.frame(31, Recordings.worldFromCamera(8, 3, Recordings.STANDING_EYES, 2, 0)));
        List<BodyPose> bodies = Recordings.bodies(Recordings.run(Recordings.fixedStature(), events));
        Vec3 foot = bodies.get(30).inWorld(SmplJoint.LEFT_FOOT);
        assertThat(Math.hypot(foot.x() - 8, foot.y() - 3)).isLessThan(0.3);
        assertThat(bodies.get(30).toContactArray()[0]).isGreaterThan(0.9f);
    }

    @Test
    void the_delay_is_the_look_ahead_and_none_without_it() {
        for (double lookAhead : new double[] {0, 0.1, 0.2}) {
            MotionEstimator estimator = Bodies.open(new MotionConfig(MotionConfig.KINEMATIC, 1.7, true, lookAhead, 1, false)).newEstimator();
            List<MotionEvent> out = new ArrayList<>();
            List<Observation> walk = Recordings.walk(30, 1, 0);
            for (int i = 0; i < walk.size(); i++) {
                estimator.accept(walk.get(i), out::add);
                int late = i + 1 - Recordings.frames(out).size();
                assertThat(late / Recordings.FRAMES_PER_SECOND).isLessThanOrEqualTo(lookAhead + 1e-6);
            }
            assertThat(walk.size() - Recordings.frames(out).size()).isEqualTo((int) Math.round(lookAhead * 30));
        }
    }

    @Test
    void a_run_split_by_a_snapshot_at_any_place_gives_the_same_bits() {
        List<ObservationEvent> events = eventful();
        List<MotionEvent> whole = Recordings.run(MotionConfig.kinematic(), events);
        for (int cut = 0; cut < events.size(); cut += 7) {
            List<MotionEvent> out = new ArrayList<>();
            MotionEstimator first = Bodies.open(MotionConfig.kinematic()).newEstimator();
            for (ObservationEvent event : events.subList(0, cut)) {
                first.accept(event, out::add);
            }
            MotionEstimator second = Bodies.open(MotionConfig.kinematic()).newEstimator();
            second.accept(Recordings.frame(0, Recordings.worldFromCamera(5, 5, 1.5, 1, 0)), ignored -> {});
            second.restore(first.snapshot());
            for (ObservationEvent event : events.subList(cut, events.size())) {
                second.accept(event, out::add);
            }
            second.finish(out::add);
            assertThat(out).as("cut at %d", cut).isEqualTo(whole);
        }
    }

    @Test
    void restoring_nothing_means_as_new() {
        List<ObservationEvent> events = eventful();
        MotionEstimator used = Bodies.open(MotionConfig.kinematic()).newEstimator();
        for (ObservationEvent event : events) {
            used.accept(event, ignored -> {});
        }
        used.restore(new byte[0]);
        List<MotionEvent> out = new ArrayList<>();
        for (ObservationEvent event : events) {
            used.accept(event, out::add);
        }
        used.finish(out::add);
        assertThat(out).isEqualTo(Recordings.run(MotionConfig.kinematic(), events));
    }

    @Test
    void foreign_state_is_refused() {
        MotionEstimator estimator = Bodies.open(MotionConfig.kinematic()).newEstimator();
        assertThatThrownBy(() -> estimator.restore(new byte[] {0, 0, 0, 9, 0, 1, 'x'}))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("expected format 3");
    }

    @Test
    void memory_does_not_grow_with_the_session() {
        MotionEstimator estimator = Bodies.open(MotionConfig.kinematic()).newEstimator();
        int early = 0;
        for (int i = 0; i < 20_000; i++) {
            double t = i / Recordings.FRAMES_PER_SECOND;
            RigidTransform pose =
                    Recordings.worldFromCamera(Math.sin(t), Math.cos(0.7 * t), 1.5 + 0.05 * Math.sin(3 * t), 0.3 * t, 0.2);
            estimator.accept(Recordings.frame(i, pose), ignored -> {});
            early = i == 100 ? estimator.snapshot().length : early;
        }
        assertThat(estimator.snapshot().length).isCloseTo(early, within(200));
    }

    @Test
    void a_quality_of_the_head_is_the_confidence_of_the_body() {
        HeadPose weak = new HeadPose(
                Recordings.worldFromCamera(0, 0, 1.5, 0, 0), 0.25f, HeadPose.Source.VISUAL_ODOMETRY, false);
        Observation observation = Recordings.frame(0, weak, List.of());
        assertThat(observation.session()).isEqualTo(new SessionId("made-up"));
        assertThat(Recordings.bodies(Recordings.run(MotionConfig.kinematic(), List.of(observation)))
                        .get(0)
                        .confidence())
                .isEqualTo(0.25f);
    }
}
