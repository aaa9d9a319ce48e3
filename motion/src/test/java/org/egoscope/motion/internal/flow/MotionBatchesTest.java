package org.egoscope.motion.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.HeadTrajectory;
import org.egoscope.motion.MotionClip;
import org.junit.jupiter.api.Test;

class MotionBatchesTest {
    private static final MotionBatches.Size SIZE = new MotionBatches.Size(6, 16);

    private static MotionBatches batches(List<MotionClip> clips, Map<String, Double> shares, Conditioning conditioning) {
        return new MotionBatches(clips, shares, SIZE, conditioning, 3);
    }

    private static MotionBatches batches() {
        return batches(FlowFixtures.clips(60), Map.of(), Conditioning.INVARIANT);
    }

    @Test
    void aBatchFollowsFromTheStepAlone() {
        MotionBatches one = batches();
        one.batch(1, true);
        one.batch(2, true);
        MotionBatches.Batch late = one.batch(3, true);
        MotionBatches.Batch again = batches().batch(3, true);
        assertThat(late.states).isEqualTo(again.states);
        assertThat(late.frames).isEqualTo(again.frames);
        assertThat(late.joints).isEqualTo(again.joints);
        assertThat(late.window).isEqualTo(again.window);
        assertThat(late.offsets).isEqualTo(again.offsets);
        assertThat(late.head).isEqualTo(again.head);
        assertThat(late.valid).isEqualTo(again.valid);
        assertThat(one.batch(4, true).states).isNotEqualTo(late.states);
    }

    /** Which stretch of the clip it is, is told by its joints. */
    @Test
    void aPlainWindowIsAStretchOfAClipToldFromTheFrameBeforeIt() {
        BodySequence body = FlowFixtures.moving(60, 11);
        MotionBatches.Batch batch = batches(List.of(new MotionClip("x", "s", "", "", body)), Map.of(), Conditioning.INVARIANT).batch(0, false);
        float[] states = BodyState.of(body);
        float[] features = HeadFeatures.perFrame(HeadTrajectory.of(body, 0), Conditioning.INVARIANT);
        float[] joints = BodyState.jointsFromHead(body);
        for (int b = 0; b < SIZE.windows(); b++) {
            assertThat(batch.valid[b]).isEqualTo(SIZE.frames());
            int start = startOf(batch, b, states);
            assertThat(start).as("window %d", b).isPositive();
            int head = HeadFeatures.HEAD_CHANNELS;
            for (int t = 0; t < SIZE.frames(); t++) {
                int row = b * SIZE.frames() + t;
                assertThat(rows(batch.states, row, BodyState.CHANNELS)).isEqualTo(rows(states, start + t, BodyState.CHANNELS));
                assertThat(rows(batch.joints, row, 66)).isEqualTo(rows(joints, start + t, 66));
                assertThat(Arrays.copyOf(rows(batch.frames, row, HeadFeatures.POSE_CHANNELS), head))
                        .isEqualTo(Arrays.copyOf(rows(features, start + t, HeadFeatures.POSE_CHANNELS), head));
                Vec3 place = body.jointInWorld(start + t, FlowFixtures.HEAD);
                Vec3 first = body.jointInWorld(start, FlowFixtures.HEAD);
                float[] told = rows(batch.head, row, 6);
                assertThat(new Vec3(told[2], told[3], told[4]).distanceTo(new Vec3(place.x() - first.x(), place.y() - first.y(), place.z())))
                        .isLessThan(1e-6);
                Vec3 forward = HeadFeatures.heading(body.rotationInWorld(start + t, FlowFixtures.HEAD)).rotate(new Vec3(1, 0, 0));
                assertThat(new Vec3(told[0], told[1], 0).distanceTo(forward)).isLessThan(1e-6);
                assertThat(told[5]).isEqualTo(1);
            }
            assertThat(rows(batch.offsets, b, 66)).isEqualTo(body.skeleton().toOffsetArray());
        }
    }

    private static float[] rows(float[] values, int row, int channels) {
        return Arrays.copyOfRange(values, row * channels, (row + 1) * channels);
    }

    private static int startOf(MotionBatches.Batch batch, int b, float[] states) {
        float[] first = rows(batch.states, b * SIZE.frames(), BodyState.CHANNELS);
        for (int t = 0; t < states.length / BodyState.CHANNELS; t++) {
            if (Arrays.equals(first, rows(states, t, BodyState.CHANNELS))) {
                return t;
            }
        }
        return -1;
    }

    @Test
    void shortClipsArePaddedWithZerosAndTooShortOnesAreNotUsed() {
        MotionClip brief = new MotionClip("short", "s", "", "", FlowFixtures.moving(15, 3));
        MotionClip tooBrief = new MotionClip("shorter", "t", "", "", FlowFixtures.moving(14, 4));
        MotionBatches.Batch batch = batches(List.of(brief, tooBrief), Map.of(), Conditioning.INVARIANT).batch(0, true);
        for (int b = 0; b < SIZE.windows(); b++) {
            // 15 frames at 0.75 to 1.25 of the speed are 12 to 19, of which the first is told only by its motion into the next.
            assertThat(batch.valid[b]).isBetween(11, 16);
            int from = (b * SIZE.frames() + batch.valid[b]) * BodyState.CHANNELS;
            int to = (b + 1) * SIZE.frames() * BodyState.CHANNELS;
            for (int i = from; i < to; i++) {
                assertThat(batch.states[i]).isZero();
            }
        }
        assertThatThrownBy(() -> batches(List.of(tooBrief), Map.of(), Conditioning.INVARIANT))
                .isInstanceOf(PipelineException.class).hasMessageContaining("15 frames");
    }

    @Test
    void sourcesAreDrawnByTheirShares() {
        BodySkeleton small = BodySkeleton.ofStature(1.5);
        BodySkeleton tall = BodySkeleton.ofStature(1.9);
        List<MotionClip> clips = List.of(
                new MotionClip("1", "small", "", "", FlowFixtures.moving(small, 20, 1)),
                new MotionClip("2", "tall", "", "", FlowFixtures.moving(tall, 80, 2)));
        assertThat(shareOfSmall(clips, Map.of("small", 3.0, "tall", 1.0), small)).isBetween(0.68, 0.82);
        assertThat(shareOfSmall(clips, Map.of("tall", 1.0), small)).isZero();
        assertThat(shareOfSmall(clips, Map.of(), small)).as("square roots of 20 and 80 are as 1 to 2").isBetween(0.26, 0.41);
        assertThatThrownBy(() -> batches(clips, Map.of("other", 1.0), Conditioning.INVARIANT))
                .isInstanceOf(PipelineException.class).hasMessageContaining("small");
    }

    private static double shareOfSmall(List<MotionClip> clips, Map<String, Double> shares, BodySkeleton small) {
        MotionBatches batches = batches(clips, shares, Conditioning.INVARIANT);
        int count = 0;
        for (int step = 0; step < 50; step++) {
            MotionBatches.Batch batch = batches.batch(step, false);
            for (int b = 0; b < SIZE.windows(); b++) {
                count += Arrays.equals(rows(batch.offsets, b, 66), small.toOffsetArray()) ? 1 : 0;
            }
        }
        return count / (50.0 * SIZE.windows());
    }

    @Test
    void sensorsDriftLittleAndHandsComeAndGo() {
        BodySequence body = FlowFixtures.moving(100, 5);
        int headOnly = 0;
        int everything = 0;
        int withoutFloor = 0;
        int trials = 400;
        for (int seed = 0; seed < trials; seed++) {
            HeadTrajectory seen = SensorNoise.of(body, new SplittableRandom(seed));
            headOnly += seen.fieldOfViewRadians() == 0 ? 1 : 0;
            everything += seen.fieldOfViewRadians() == 2 * Math.PI ? 1 : 0;
            withoutFloor += seen.floorKnown() ? 0 : 1;
            for (int t = 0; t < 100; t += 9) {
                Vec3 drift = seen.headInWorld(t).minus(body.jointInWorld(t, FlowFixtures.HEAD));
                assertThat(Math.hypot(drift.x(), drift.y())).as("seed %d", seed).isLessThan(0.0145);
                assertThat(Math.abs(drift.z())).as("seed %d", seed).isLessThan(0.15);
                double turn = seen.headRotation(t).angleTo(body.rotationInWorld(t, FlowFixtures.HEAD));
                assertThat(turn).as("seed %d", seed).isLessThan(Math.toRadians(1.5) * Math.sqrt(3) + 4.5 * Math.toRadians(3));
                for (int hand = 0; hand < 2 && seen.wristConfidence(t, hand) > 0; hand++) {
                    Vec3 wrist = body.jointInWorld(t, HeadTrajectory.wristJoint(hand));
                    Vec3 off = seen.wristInWorld(t, hand).minus(wrist);
                    assertThat(Math.hypot(off.x(), off.y())).as("seed %d", seed).isLessThan(1e-6);
                }
            }
        }
        assertThat(headOnly / (double) trials).isBetween(0.42, 0.58);
        assertThat(everything / (double) trials).isBetween(0.07, 0.17);
        assertThat(withoutFloor / (double) trials).isBetween(0.05, 0.15);
    }

    @Test
    void aboutThreeInTenVariedWindowsHideAStretchOfFramesAndAsManyHideTheBody() {
        MotionBatches batches = new MotionBatches(
                FlowFixtures.clips(200), Map.of(), new MotionBatches.Size(20, 64), Conditioning.INVARIANT, 5);
        int stretches = 0;
        int bodies = 0;
        for (int step = 0; step < 20; step++) {
            MotionBatches.Batch batch = batches.batch(step, true);
            for (int b = 0; b < 20; b++) {
                stretches += hiddenStretch(batch, b);
                bodies += batch.window[b * HeadFeatures.WINDOW_CHANNELS] == 0 && batch.window[b * HeadFeatures.WINDOW_CHANNELS + 1] == 0 ? 1 : 0;
            }
            assertThat(batch.states).as("step %d", step).doesNotContain(Float.NaN);
        }
        // Of 400 draws with probability 0.3, five deviations are 46.
        assertThat(stretches).isBetween(74, 166);
        assertThat(bodies).isBetween(74, 166);
    }

    /** 1 if one run of at most 27 frames is told by no number at all, 0 if all frames are told. */
    private static int hiddenStretch(MotionBatches.Batch batch, int b) {
        int runs = 0;
        int hidden = 0;
        for (int t = 0; t < 64; t++) {
            float[] row = rows(batch.frames, b * 64 + t, HeadFeatures.POSE_CHANNELS);
            int untold = 0;
            for (float value : row) {
                untold += Float.isNaN(value) ? 1 : 0;
            }
            assertThat(untold).isIn(0, row.length);
            boolean before = t > 0 && Float.isNaN(batch.frames[(b * 64 + t - 1) * HeadFeatures.POSE_CHANNELS]);
            runs += untold > 0 && !before ? 1 : 0;
            hidden += untold > 0 ? 1 : 0;
        }
        assertThat(runs).isLessThanOrEqualTo(1);
        assertThat(hidden).isLessThanOrEqualTo(27);
        return runs;
    }
}
