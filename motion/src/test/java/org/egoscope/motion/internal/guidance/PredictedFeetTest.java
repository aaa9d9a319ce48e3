package org.egoscope.motion.internal.guidance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.HeadTrajectory;
import org.egoscope.motion.internal.evaluation.BodySampler;
import org.egoscope.motion.internal.evaluation.FlowPredictor;
import org.egoscope.motion.internal.format.CompactNpz;
import org.egoscope.motion.internal.procedure.ProceduralMotion;
import org.egoscope.torch.TorchDevice;
import org.junit.jupiter.api.Test;

/**
 * Guidance of what the shipped networks predict from the head of a known motion. Sliding: the way of toes and ankles in frames in which
 * the true ones move less than a centimetre.
 */
class PredictedFeetTest {
    private static final int WINDOW = 128;
    private static final int[] FEET = {7, 8, 10, 11};
    private static final int MOST_FRAMES = 640;

    /** By source: gestures, ball games and dances; styles of walking and waving; idling while somebody talks. */
    private static final String[][] CLIPS = {
        {
            "cmu/val/csv_train_extra_walking_18.npz", "cmu/val/csv_train_soccer_1.npz", "cmu/val/csv_train_basketball_signal_5.npz",
            "cmu/val/daz_indian_04.npz", "cmu/val/daz_indian_14.npz"
        },
        {
            "bandai/val/bn2_raise-up-both-hands_masculine_028.npz", "bandai/val/bn2_raise-up-left-hand_masculine_045.npz",
            "bandai/val/bn2_run_masculine_015.npz", "bandai/val/bn2_walk-turn-left_masculine_018.npz", "bandai/val/bn2_walk_masculine_008.npz",
            "bandai/val/bn2_wave-right-hand_masculine_027.npz"
        },
        {"reactidle/val/ri_001_acted.npz", "reactidle/val/ri_015_genuine.npz"}
    };

    /** Sums over some motions. */
    private static final class Sums {
        double slide;
        double error;

        void add(BodySequence body, BodySequence truth) {
            for (int t = 0; t < truth.frames(); t++) {
                for (int j = 0; j < 22; j++) {
                    error += body.jointInWorld(t, j).distanceTo(truth.jointInWorld(t, j));
                }
                for (int j : FEET) {
                    if (t > 0 && truth.jointInWorld(t, j).distanceTo(truth.jointInWorld(t - 1, j)) < 0.01) {
                        slide += body.jointInWorld(t, j).distanceTo(body.jointInWorld(t - 1, j));
                    }
                }
            }
        }
    }

    /** Predictions of windows, without and with guidance. */
    private static Sums[] sums(String network, List<BodySequence> motions) {
        BodySampler predictor = FlowPredictor.builtIn(network, TorchDevice.CPU);
        BodyGuidance guidance = new BodyGuidance(GuidanceConfig.defaults());
        Sums[] sums = {new Sums(), new Sums()};
        for (BodySequence motion : motions) {
            for (int from = 0; from + WINDOW <= motion.frames(); from += WINDOW) {
                BodySequence truth = motion.slice(from, from + WINDOW);
                BodySequence predicted = predictor.predict(HeadTrajectory.of(truth, 0));
                sums[0].add(predicted, truth);
                sums[1].add(guidance.refine(predicted, GuidanceTargets.floorAtZero()), truth);
            }
        }
        return sums;
    }

    /** The network was trained on motion of these procedures, but with other seeds. */
    @Test
    void feetOfProceduralPeopleRestAndTheirJointsStayWhereTheyWere() {
        List<BodySequence> motions = new ArrayList<>();
        for (long seed = 900_001; seed <= 900_012; seed++) {
            motions.add(ProceduralMotion.generate(seed, 1.0 * WINDOW / 30).motion());
        }
        Sums[] sums = sums("free", motions);
        assertThat(sums[1].slide).as("seeds 900001 to 900012, %.2f m before", sums[0].slide).isLessThan(0.35 * sums[0].slide);
        assertThat(sums[1].error).isLessThan(1.01 * sums[0].error);
    }

    /** Validation clips whose performers no network was trained on. */
    @Test
    void feetOfRecordedPeopleRestAtNoMoreThanOnePercentOfJointError() {
        String named = Optional.ofNullable(System.getProperty("egoscope.shared")).orElse(System.getenv("EGOSCOPE_SHARED"));
        Path folder = Path.of(named == null ? "../../shared" : named).resolve("mocap");
        assumeTrue(Files.isDirectory(folder), "no recorded clips in " + folder);
        for (String network : new String[] {"free", "research"}) {
            double slideBefore = 0;
            double slide = 0;
            double errorBefore = 0;
            double error = 0;
            for (String[] clips : CLIPS) {
                List<BodySequence> motions = new ArrayList<>();
                long frames = 0;
                for (String clip : clips) {
                    BodySequence all = CompactNpz.read(folder.resolve(clip)).motion();
                    motions.add(all.slice(0, Math.min(MOST_FRAMES, all.frames())));
                    frames += motions.get(motions.size() - 1).frames();
                }
                Sums[] sums = sums(network, motions);
                slideBefore += sums[0].slide / frames;
                slide += sums[1].slide / frames;
                errorBefore += sums[0].error / frames;
                error += sums[1].error / frames;
            }
            assertThat(slide).as(network + ", before %.4f m a frame", slideBefore).isLessThan(0.35 * slideBefore);
            assertThat(error).as(network).isLessThan(1.01 * errorBefore);
        }
    }
}
