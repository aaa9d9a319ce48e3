package org.egoscope.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.BodyPose;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.observation.HandSide;
import org.egoscope.synthetic.SessionTruth.ActionTruth;
import org.egoscope.synthetic.SessionTruth.ObjectTrack;
import org.egoscope.synthetic.SessionTruth.RelationTruth;
import org.egoscope.synthetic.internal.script.SceneState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The truth about what happens; seed 0 is the standard scene, the others are varied ones of both hands. */
class KitchenTruthTest {
    private static final double FRAMES_PER_SECOND = 30;
    private static final int TABLE = 2;
    private static final int CUP = 11;
    private static final int BOWL = 12;
    private static final int APPLE = 15;
    private static final int BOARD = 16;

    private static SceneConfig config(long seed) {
        return seed == 0 ? SceneConfig.standard(0) : SceneConfig.varied(seed);
    }

    private static int handId(HandSide side) {
        return side == HandSide.LEFT ? SceneInstance.LEFT_HAND : SceneInstance.RIGHT_HAND;
    }

    private static Optional<RelationTruth> find(List<RelationTruth> all, String predicate, int subject, int object) {
        return all.stream()
                .filter(r -> r.predicate().equals(predicate) && r.subject() == subject && r.object() == object)
                .reduce((a, b) -> a.frameCount() >= b.frameCount() ? a : b);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {0, 1, 2, 3, 4, 5})
    void armsReachEverythingThatTheScriptAsksFor(long seed) {
        SceneState state = new SceneState(config(seed));
        for (int i = 0; i < 600; i++) {
            state.moveTo(i / FRAMES_PER_SECOND);
            for (HandSide side : HandSide.values()) {
                assertThat(state.reachError(side)).as("seed %d frame %d %s", seed, i, side).isLessThan(1e-3);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {0, 1, 2})
    void nothingTeleports(long seed) {
        SyntheticScene scene = SyntheticScene.of(config(seed));
        SyntheticFrame.Truth before = scene.bodyTruth(0);
        for (int i = 1; i < scene.frameCount(); i++) {
            SyntheticFrame.Truth now = scene.bodyTruth(i);
            for (SmplJoint joint : SmplJoint.all()) {
                double speed = now.body().inWorld(joint).distanceTo(before.body().inWorld(joint)) * FRAMES_PER_SECOND;
                double limit = joint.name().matches(".*(FOOT|ANKLE|KNEE)") ? 5 : 3.2;
                assertThat(speed).as("seed %d frame %d %s m/s", seed, i, joint).isLessThan(limit);
            }
            double turn = now.worldFromDevice().rotation().angleTo(before.worldFromDevice().rotation()) * FRAMES_PER_SECOND;
            assertThat(turn).as("seed %d frame %d head rad/s", seed, i).isLessThan(5);
            before = now;
        }
        for (ObjectTrack track : scene.truth().tracks()) {
            for (int i = 1; i < scene.frameCount(); i++) {
                double speed = track.centersInWorld().get(i).distanceTo(track.centersInWorld().get(i - 1)) * FRAMES_PER_SECOND;
                assertThat(speed).as("seed %d frame %d object %d m/s", seed, i, track.object()).isLessThan(1.2);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {0, 1})
    void aPlantedFootStandsStillAndOnTheFloor(long seed) {
        SyntheticScene scene = SyntheticScene.of(config(seed));
        BodyPose before = scene.bodyTruth(0).body();
        int steps = 0;
        for (int i = 1; i < scene.frameCount(); i++) {
            BodyPose now = scene.bodyTruth(i).body();
            for (int foot = 0; foot < 2; foot++) {
                SmplJoint ball = foot == 0 ? SmplJoint.LEFT_FOOT : SmplJoint.RIGHT_FOOT;
                boolean planted = now.toContactArray()[foot] == 1 && before.toContactArray()[foot] == 1;
                if (planted) {
                    assertThat(now.inWorld(ball).distanceTo(before.inWorld(ball))).as("seed %d frame %d %s", seed, i, ball).isLessThan(1e-4);
                    assertThat(now.inWorld(ball).z()).as("seed %d frame %d %s", seed, i, ball).isBetween(0.030, 0.032);
                } else {
                    steps++;
                }
            }
            before = now;
        }
        assertThat(steps).as("frames with a foot in the air").isGreaterThan(60);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {0, 1, 2, 3})
    void whatIsHeldIsTouchedAndMovesWithTheHand(long seed) {
        SceneConfig config = config(seed);
        SyntheticScene scene = SyntheticScene.of(config);
        SessionTruth truth = scene.truth();
        HandSide other = config.mainHand() == HandSide.RIGHT ? HandSide.LEFT : HandSide.RIGHT;
        record Held(HandSide side, int object) {}
        for (Held held : List.of(new Held(config.mainHand(), CUP), new Held(other, BOWL), new Held(config.mainHand(), APPLE))) {
            RelationTruth holds = find(truth.relations(), "holds", handId(held.side()), held.object()).orElseThrow();
            RelationTruth touches = find(truth.relations(), "touches", handId(held.side()), held.object()).orElseThrow();
            assertThat(touches.firstFrame()).as("seed %d %s", seed, held).isLessThanOrEqualTo(holds.firstFrame());
            assertThat(touches.firstFrame() + touches.frameCount()).isGreaterThanOrEqualTo(holds.firstFrame() + holds.frameCount());
            SmplJoint wrist = held.side() == HandSide.LEFT ? SmplJoint.LEFT_WRIST : SmplJoint.RIGHT_WRIST;
            double reach = Double.NaN;
            for (int i = holds.firstFrame(); i < holds.firstFrame() + holds.frameCount(); i++) {
                double now = scene.bodyTruth(i).body().inWorld(wrist).distanceTo(truth.centerInWorld(held.object(), i));
                assertThat(Double.isNaN(reach) || Math.abs(now - reach) < 1e-4).as("seed %d %s frame %d", seed, held, i).isTrue();
                reach = now;
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {0, 1})
    void touchTruthAgreesWithTheDistanceOfTheKeypoints(long seed) {
        SyntheticScene scene = SyntheticScene.of(config(seed));
        for (int i = 0; i < scene.frameCount(); i += 7) {
            SyntheticFrame frame = scene.trace(i);
            for (HandTruth hand : frame.hands()) {
                double nearest = Double.POSITIVE_INFINITY;
                RigidTransform worldFromCamera = frame.worldFromDevice();
                for (int k = 0; k < HandKeypoints.COUNT; k++) {
                    Vec3 point = worldFromCamera.apply(hand.keypoints().inCamera(k));
                    nearest = Math.min(nearest, point.distanceTo(scene.truth().centerInWorld(APPLE, i)));
                }
                boolean touches = hand.touches().contains(APPLE);
                // Radius of the apple 37 mm, of a finger at most 13 mm, skin 4 mm; half a bone can lie between two keypoints.
                assertThat(touches && nearest > 0.037 + 0.013 + 0.004 + 0.015).as("seed %d frame %d %s touches from afar", seed, i, hand.side()).isFalse();
                assertThat(!touches && nearest < 0.037 + 0.0064).as("seed %d frame %d %s inside untouched", seed, i, hand.side()).isFalse();
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {0, 1, 2, 3})
    void theCupEndsOnTheBoardAndTheAppleInTheBowl(long seed) {
        SceneConfig config = config(seed);
        SyntheticScene scene = SyntheticScene.of(config);
        List<RelationTruth> relations = scene.truth().relations();
        int end = scene.frameCount();
        assertThat(find(relations, "on", CUP, TABLE).orElseThrow().firstFrame()).isZero();
        RelationTruth onBoard = find(relations, "on", CUP, BOARD).orElseThrow();
        assertThat(onBoard.firstFrame() + onBoard.frameCount()).isEqualTo(end);
        RelationTruth inBowl = find(relations, "on", APPLE, BOWL).orElseThrow();
        assertThat(inBowl.firstFrame() + inBowl.frameCount()).isEqualTo(end);
        for (RelationTruth relation : relations) {
            assertThat(relation.firstFrame()).isGreaterThanOrEqualTo(0);
            assertThat(relation.frameCount()).isPositive();
            assertThat(relation.firstFrame() + relation.frameCount()).isLessThanOrEqualTo(end);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {0, 1})
    void theActionsOfAHandFollowEachOtherWithoutOverlap(long seed) {
        SceneConfig config = config(seed);
        List<ActionTruth> actions = SyntheticScene.of(config).truth().actions();
        for (HandSide side : HandSide.values()) {
            int end = 0;
            for (ActionTruth action : actions) {
                if (action.side().equals(Optional.of(side))) {
                    assertThat(action.firstFrame()).as("seed %d %s", seed, action).isGreaterThanOrEqualTo(end);
                    end = action.firstFrame() + action.frameCount();
                }
            }
        }
        List<String> ofMainHand = actions.stream()
                .filter(a -> a.side().equals(Optional.of(config.mainHand())) && a.object() == CUP)
                .map(ActionTruth::verb)
                .toList();
        assertThat(ofMainHand).containsExactly("reach", "grasp", "move", "put_down", "release");
        assertThat(actions).extracting(ActionTruth::verb).contains("walk", "turn", "stand_still", "look_at", "hold");
    }
}
