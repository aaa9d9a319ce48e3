package org.egoscope.scenegraph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.graph.GraphEvent;
import org.egoscope.core.motion.MotionWindow.PosedFrame;
import org.egoscope.core.observation.Embedding;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.observation.Instance;
import org.egoscope.core.observation.Mask;
import org.egoscope.core.observation.Observation;
import org.egoscope.synthetic.SceneConfig;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The kitchen with true perception, then with perception made worse; scores against the kitchen's own truth at temporal IoU 0.3. */
class SyntheticSceneTest {
    private static final double THRESHOLD = 0.3;
    private static final ImageSize SIZE = new ImageSize(320, 180);
    private static final List<SyntheticKitchen> KITCHENS = new ArrayList<>();

    @BeforeAll
    static void render() {
        KITCHENS.add(SyntheticKitchen.of(SceneConfig.standard(1).withSize(SIZE).withFramesPerSecond(20)));
        KITCHENS.add(SyntheticKitchen.of(SceneConfig.varied(3).withSize(SIZE).withFramesPerSecond(20)));
    }

    @Test
    void truePerceptionGivesTheTrueActions() {
        IntervalScore score = new IntervalScore();
        for (SyntheticKitchen kitchen : KITCHENS) {
            score.add(kitchen.trueActions(), SyntheticKitchen.actions(SyntheticKitchen.run(kitchen.frames())), THRESHOLD);
        }
        for (String verb : List.of("reach", "grasp", "move", "put_down", "hold", "walk", "turn", "stand_still", "release")) {
            assertThat(score.truths(verb)).as(verb).isPositive();
        }
        for (String verb : List.of("reach", "grasp", "move", "put_down", "hold", "walk", "turn")) {
            assertThat(score.f1(verb)).as("%s of%n%s", verb, score).isGreaterThanOrEqualTo(0.8);
        }
        for (String verb : List.of("stand_still", "release")) {
            assertThat(score.f1(verb)).as("%s of%n%s", verb, score).isGreaterThanOrEqualTo(0.6);
        }
    }

    @Test
    void truePerceptionGivesTheTrueRelations() {
        IntervalScore score = new IntervalScore();
        for (SyntheticKitchen kitchen : KITCHENS) {
            score.add(kitchen.trueRelations(), SyntheticKitchen.relations(SyntheticKitchen.run(kitchen.frames())), THRESHOLD);
        }
        assertThat(score.f1("holds")).as("holds of%n%s", score).isGreaterThanOrEqualTo(0.8);
        assertThat(score.f1("touches")).as("touches of%n%s", score).isGreaterThanOrEqualTo(0.7);
        assertThat(score.f1("on")).as("on of%n%s", score).isGreaterThanOrEqualTo(0.75);
        assertThat(score.f1("near")).as("near of%n%s", score).isGreaterThanOrEqualTo(0.4);
    }

    @Test
    void worsePerceptionStillTellsWhatTheHandsDo() {
        IntervalScore score = new IntervalScore();
        for (SyntheticKitchen kitchen : KITCHENS) {
            for (long seed = 1; seed <= 3; seed++) {
                List<GraphEvent> events = SyntheticKitchen.run(worse(kitchen.frames(), new Random(seed)));
                score.add(kitchen.trueActions(), SyntheticKitchen.actions(events), THRESHOLD);
            }
        }
        for (String verb : List.of("reach", "grasp", "move", "put_down", "hold", "release", "walk", "turn")) {
            assertThat(score.f1(verb)).as("%s of%n%s", verb, score).isGreaterThanOrEqualTo(0.6);
        }
    }

    /** A tenth of masks and hands missing, masks shifted by a pixel at random, keypoints jittered, a new track id now and then. */
    static List<PosedFrame> worse(List<PosedFrame> frames, Random random) {
        List<PosedFrame> worse = new ArrayList<>();
        long[] offset = new long[SyntheticKitchen.RENUMBERING];
        for (PosedFrame frame : frames) {
            Observation seen = frame.observation();
            List<Instance> instances = new ArrayList<>();
            for (Instance instance : seen.instances()) {
                int id = (int) instance.trackId();
                if (random.nextInt(10) == 0) {
                    offset[id] += random.nextInt(12) == 0 ? SyntheticKitchen.RENUMBERING : 0;
                } else {
                    instances.add(moved(instance, id + offset[id], random.nextInt(3) - 1));
                }
            }
            List<Hand> hands = new ArrayList<>();
            for (Hand hand : seen.hands()) {
                if (random.nextInt(10) != 0) {
                    hands.add(jittered(hand, random));
                }
            }
            worse.add(new PosedFrame(new Observation(seen.session(), seen.frameIndex(), seen.span(), seen.camera(), seen.headPose(),
                    instances, hands, List.of(), List.of()), frame.body()));
        }
        return worse;
    }

    /** Shifted up or down by a pixel, which is one pixel in the column-major order of the runs. */
    private static Instance moved(Instance instance, long trackId, int rows) {
        int[] runs = instance.mask().toRuns();
        if (runs.length > 2 && runs[0] > 0 && (runs.length & 1) == 1) {
            runs[0] += rows;
            runs[runs.length - 1] -= rows;
        }
        boolean fits = runs[0] >= 0 && runs[runs.length - 1] >= 0;
        Mask mask = fits ? Mask.ofRuns(instance.mask().size(), runs) : instance.mask();
        return new Instance(trackId, instance.label(), instance.labelScore(), mask, mask.boundingBox(), 1, 1, instance.method(), "", Embedding.NONE);
    }

    private static Hand jittered(Hand hand, Random random) {
        float[] xy = hand.keypoints().toImageArray();
        for (int i = 0; i < xy.length; i++) {
            xy[i] += (float) random.nextGaussian();
        }
        HandKeypoints keypoints = new HandKeypoints(xy, hand.keypoints().toCameraArray());
        return new Hand(hand.handId(), hand.side(), 0.9f, true, keypoints, 0.8f, hand.method(), hand.tracked(), Optional.empty());
    }
}
