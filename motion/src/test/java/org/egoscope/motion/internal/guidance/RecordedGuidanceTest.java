package org.egoscope.motion.internal.guidance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.internal.ContactLabels;
import org.egoscope.motion.internal.format.CompactNpz;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Recorded clips, spoiled like a regression network's output: blurred, turned by correlated noise, with noisy contact labels. */
class RecordedGuidanceTest {
    private static final String[] CLIPS = {
        "cmu/val/csv_train_extra_walking_18.npz", "cmu/val/csv_train_extra_walking_25.npz", "cmu/val/csv_train_soccer_1.npz",
        "cmu/val/daz_indian_14.npz"
    };

    private static Path folder = Path.of("");

    @BeforeAll
    static void findClips() {
        String named = Optional.ofNullable(System.getProperty("egoscope.shared")).orElse(System.getenv("EGOSCOPE_SHARED"));
        folder = Path.of(named == null ? "../../shared" : named).resolve("mocap");
        assumeTrue(Files.isDirectory(folder), "no recorded clips in " + folder);
    }

    @Test
    void feetSkateAtLeastSixtyFivePercentLessWithoutLossOfAccuracy() {
        Figures before = new Figures();
        Figures after = new Figures();
        BodyGuidance guidance = new BodyGuidance(GuidanceConfig.defaults());
        for (int i = 0; i < CLIPS.length; i++) {
            Random random = new Random(i);
            BodySequence truth = ContactLabels.label(CompactNpz.read(folder.resolve(CLIPS[i])).motion());
            BodySequence spoiled =
                    Bodies.hung(truth, Bodies.spoil(truth, 0.3, 4, random), Bodies.noisyContacts(truth.contacts(), random));
            before.add(spoiled, truth, truth.contacts());
            after.add(guidance.refine(spoiled, GuidanceTargets.floorAtZero()), truth, truth.contacts());
        }
        assertThat(after.skateByTrueHeightMeters()).as("before %s, after %s", before, after)
                .isLessThan(0.35 * before.skateByTrueHeightMeters());
        assertThat(after.skateMeters()).isLessThan(0.35 * before.skateMeters());
        assertThat(after.meanErrorMillimeters()).isLessThan(1.01 * before.meanErrorMillimeters());
        assertThat(after.depthMillimeters()).isLessThan(0.2 * before.depthMillimeters());
        assertThat(after.jerkOfFeet()).isLessThan(before.jerkOfFeet());
    }

    @Test
    void seenWristsAreMetAndTheElbowComesNearerToTheTruth() {
        BodySequence truth = CompactNpz.read(folder.resolve(CLIPS[2])).motion();
        var local = Bodies.locals(truth);
        Random random = new Random(1);
        Vec3 turn = new Vec3(random.nextGaussian(), random.nextGaussian(), random.nextGaussian()).times(0.2);
        for (var frame : local) {
            frame[17] = frame[17].times(Quaternion.fromRotationVector(turn));
        }
        BodySequence spoiled = Bodies.hung(truth, local, new float[truth.contacts().length]);
        WristTargets wrists = new WristTargets(truth.frames());
        for (int t = 0; t < truth.frames(); t++) {
            wrists.put(t, 1, truth.jointInWorld(t, 21), truth.rotationInWorld(t, 21), 1);
        }
        BodySequence refined = new BodyGuidance(GuidanceConfig.defaults().withParts(false, false, true))
                .refine(spoiled, GuidanceTargets.floorAtZero().withWrists(wrists));
        double wristBefore = 0;
        double wristAfter = 0;
        double elbowBefore = 0;
        double elbowAfter = 0;
        for (int t = 0; t < truth.frames(); t++) {
            wristBefore += spoiled.jointInWorld(t, 21).distanceTo(truth.jointInWorld(t, 21));
            wristAfter += refined.jointInWorld(t, 21).distanceTo(truth.jointInWorld(t, 21));
            elbowBefore += spoiled.jointInWorld(t, 19).distanceTo(truth.jointInWorld(t, 19));
            elbowAfter += refined.jointInWorld(t, 19).distanceTo(truth.jointInWorld(t, 19));
        }
        assertThat(wristAfter).isLessThan(0.1 * wristBefore);
        assertThat(elbowAfter).isLessThan(0.7 * elbowBefore);
    }

    @Test
    void recordedBodiesStayWithinTheJointLimitsInNearlyAllFrames() {
        int beyond = 0;
        int all = 0;
        for (String clip : CLIPS) {
            BodySequence truth = CompactNpz.read(folder.resolve(clip)).motion();
            for (int t = 0; t < truth.frames(); t++) {
                for (int part : HangingTree.order()) {
                    Quaternion above = truth.rotationInWorld(t, HangingTree.above(part));
                    Vec3 vector = above.conjugate().times(truth.rotationInWorld(t, part)).normalized().toRotationVector();
                    beyond += JointLimits.excess(part, 0, vector.x()) != 0 ? 1 : 0;
                    beyond += JointLimits.excess(part, 1, vector.y()) != 0 ? 1 : 0;
                    beyond += JointLimits.excess(part, 2, vector.z()) != 0 ? 1 : 0;
                    all += 3;
                }
            }
        }
        assertThat((double) beyond / all).isLessThan(0.01);
    }
}
