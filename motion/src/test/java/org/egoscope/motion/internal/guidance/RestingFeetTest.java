package org.egoscope.motion.internal.guidance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.motion.BodySequence;
import org.junit.jupiter.api.Test;

/** Feet of doubtful contact: they step when they are least likely to stand; and toes keep out of the floor. */
class RestingFeetTest {
    private static final int FRAMES = 90;
    private static final int LEFT_TOE = 10;

    /** A left leg that swings forward evenly over three seconds, as means of many possible steps do. */
    private static BodySequence shuffling(float[] contacts) {
        BodySequence standing = BodyGuidanceTest.standing(FRAMES, 30, 0, contacts);
        Quaternion[][] local = Bodies.locals(standing);
        for (int t = 0; t < FRAMES; t++) {
            local[t][1] = local[t][1].times(Quaternion.fromRotationVector(new Vec3(0, 0.15 - 0.3 * t / FRAMES, 0)));
        }
        return Bodies.hung(standing, local, contacts);
    }

    /** One half throughout, but for half a second in the middle in which the left foot hardly stands. */
    private static float[] doubtful() {
        float[] contacts = new float[FRAMES * BodySequence.CONTACTS];
        Arrays.fill(contacts, 0.5f);
        for (int t = 38; t < 53; t++) {
            contacts[t * BodySequence.CONTACTS] = 0.05f;
            contacts[t * BodySequence.CONTACTS + 2] = 0.05f;
        }
        return contacts;
    }

    private static double way(BodySequence body, int from, int to) {
        double way = 0;
        for (int t = from + 1; t < to; t++) {
            way += body.jointInWorld(t, LEFT_TOE).distanceTo(body.jointInWorld(t - 1, LEFT_TOE));
        }
        return way;
    }

    @Test
    void aFootThatShufflesStepsWhenItIsLeastLikelyToStand() {
        BodySequence body = shuffling(doubtful());
        BodySequence refined = new BodyGuidance(GuidanceConfig.defaults()).refine(body, GuidanceTargets.floorAtZero());
        double inStep = way(refined, 34, 57);
        double before = way(body, 0, FRAMES);
        assertThat(way(body, 34, 57)).as("predicted").isLessThan(0.3 * before);
        assertThat(way(refined, 0, 34) + way(refined, 57, FRAMES)).as("outside the step, %.3f m in it", inStep).isLessThan(0.15 * before);
        assertThat(refined.jointInWorld(0, LEFT_TOE).distanceTo(refined.jointInWorld(FRAMES - 1, LEFT_TOE)))
                .as("length of the step of %.3f m, drawn together from both sides", before).isGreaterThan(0.25 * before);
    }

    /** Of the left and the right foot. */
    private static float[] contacts(float left, float right) {
        float[] contacts = new float[FRAMES * BodySequence.CONTACTS];
        for (int t = 0; t < FRAMES; t++) {
            contacts[t * BodySequence.CONTACTS] = left;
            contacts[t * BodySequence.CONTACTS + 1] = right;
            contacts[t * BodySequence.CONTACTS + 2] = left;
            contacts[t * BodySequence.CONTACTS + 3] = right;
        }
        return contacts;
    }

    private static double wayWithUnknownFloor(float left, float right) {
        GuidanceTargets targets = GuidanceTargets.floorAtZero().withUnknownFloor();
        return way(new BodyGuidance(GuidanceConfig.defaults()).refine(shuffling(contacts(left, right)), targets), 0, FRAMES);
    }

    @Test
    void aFootIsFreerToMoveWhileTheOtherOneStandsThanWhenNeitherIsSaidToStand() {
        double predicted = way(shuffling(contacts(0, 0)), 0, FRAMES);
        double other = wayWithUnknownFloor(0, 0.9f);
        double neither = wayWithUnknownFloor(0, 0);
        assertThat(other).as("right foot stands, %.3f m predicted", predicted).isGreaterThan(0.3 * predicted);
        assertThat(neither).as("neither stands, %.3f m predicted, %.3f with the right foot", predicted, other).isLessThan(0.2 * predicted);
    }

    @Test
    void ofTwoFeetOneSupportsTheBody() {
        assertThat(StandingFoot.supported(0, 0)).isCloseTo(0.1, within(1e-12));
        assertThat(StandingFoot.supported(0.02, 0.1)).isCloseTo(0.06, within(1e-12));
        assertThat(StandingFoot.supported(0, 0.2)).isEqualTo(0.06);
        assertThat(StandingFoot.supported(0.5, 0)).isEqualTo(0.5);
        assertThat(StandingFoot.supported(Float.NaN, Float.NaN)).isNaN();
    }

    private static Vec3 tip(BodySequence body, int frame) {
        double length = 0.042 * body.skeleton().statureMeters();
        return body.jointInWorld(frame, LEFT_TOE).plus(body.rotationInWorld(frame, LEFT_TOE).rotate(new Vec3(length, 0, 0)));
    }

    @Test
    void toesThatPointThroughTheFloorAreBentUpUntilTheyLieOnIt() {
        BodySequence standing = BodyGuidanceTest.standing(60, 30, 0.02, BodyGuidanceTest.contacts(60));
        Quaternion[][] local = Bodies.locals(standing);
        for (int t = 0; t < 60; t++) {
            local[t][LEFT_TOE] = local[t][LEFT_TOE].times(Quaternion.fromRotationVector(new Vec3(0.1, -0.3 + t / 60.0, 0)));
        }
        BodySequence body = Bodies.hung(standing, local, standing.contacts());
        BodySequence refined = new BodyGuidance(GuidanceConfig.defaults()).refine(body, GuidanceTargets.floorAtZero());
        double least = body.skeleton().ballHeightMeters();
        int bent = 0;
        for (int t = 0; t < 60; t++) {
            assertThat(tip(refined, t).z()).as("frame %d", t).isGreaterThan(Math.min(least, refined.jointInWorld(t, LEFT_TOE).z()) - 1e-4);
            bent += tip(body, t).z() < least - 0.005 ? 1 : 0;
            double step = t == 0 ? 0 : refined.rotationInWorld(t, LEFT_TOE).angleTo(refined.rotationInWorld(t - 1, LEFT_TOE));
            assertThat(step).as("turn at frame %d", t).isLessThan(0.06);
        }
        assertThat(bent).as("frames that pointed into the floor").isGreaterThan(10);
    }
}
