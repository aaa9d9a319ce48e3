package org.egoscope.motion.internal.evaluation.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.HeadTrajectory;
import org.egoscope.motion.MotionClip;
import org.egoscope.motion.internal.evaluation.measure.Bodies;
import org.egoscope.motion.internal.evaluation.measure.JointErrors;
import org.egoscope.motion.internal.process.Cholesky;
import org.junit.jupiter.api.Test;

class BaselinesTest {
    private static final int F = HeadFeatures.SIZE;
    private static final int Y = HeadFeatures.TARGETS;

    private static MotionClip clip(String source, int frames, long seed) {
        return new MotionClip(source + seed, source, "somebody", "sway", Bodies.random(frames, seed));
    }

    private static TrainingFrames training() {
        TrainingFrames training = new TrainingFrames();
        training.add(clip("a", 50, 1));
        training.add(clip("a", 7, 2));
        training.add(clip("b", 40, 3));
        training.standardise();
        return training;
    }

    @Test
    void featuresAndTargetsDependNeitherOnPlaceNorOnHeading() {
        BodySequence body = Bodies.random(20, 5);
        Quaternion turn = Quaternion.fromAxisAngle(new Vec3(0, 0, 1), 2.5);
        HeadTrajectory head = HeadTrajectory.of(body, 0);
        HeadTrajectory elsewhere = moved(head, turn, new Vec3(30, -40, 0));
        float[] here = HeadFeatures.of(head);
        float[] there = HeadFeatures.of(elsewhere);
        for (int i = 0; i < here.length; i++) {
            assertThat(there[i]).as("feature %d", i % F).isCloseTo(here[i], within(2e-4f));
        }
        float[] targets = HeadFeatures.targets(head, body);
        BodySequence rebuilt = org.egoscope.motion.internal.evaluation.baseline.Bodies.of(head, targets);
        assertThat(Arrays.stream(JointErrors.world(rebuilt, body)).max().orElseThrow()).isLessThan(1e-5);
    }

    private static HeadTrajectory moved(HeadTrajectory head, Quaternion turn, Vec3 shift) {
        float[] rotations = new float[head.frames() * 4];
        float[] positions = new float[head.frames() * 3];
        for (int t = 0; t < head.frames(); t++) {
            Quaternion q = turn.times(head.headRotation(t));
            Vec3 p = turn.rotate(head.headInWorld(t)).plus(shift);
            float[] values = {(float) q.w(), (float) q.x(), (float) q.y(), (float) q.z()};
            System.arraycopy(values, 0, rotations, t * 4, 4);
            positions[t * 3] = (float) p.x();
            positions[t * 3 + 1] = (float) p.y();
            positions[t * 3 + 2] = (float) p.z();
        }
        return new HeadTrajectory(head.skeleton(), new HeadTrajectory.Setting(30, true, 0), rotations, positions,
                HeadTrajectory.Wrists.none(head.frames()));
    }

    @Test
    void standardisedFeaturesHaveNoMeanAndUnitDeviation() {
        TrainingFrames training = training();
        double[] sum = new double[F];
        double[] squares = new double[F];
        for (TrainingFrames.Clip clip : training.clips()) {
            for (int i = 0; i < clip.features().length; i++) {
                sum[i % F] += clip.features()[i];
                squares[i % F] += clip.features()[i] * (double) clip.features()[i];
            }
        }
        assertThat(training.frames()).isEqualTo(97);
        for (int f = 0; f < F - 1; f++) {
            assertThat(sum[f] / 97).as("mean of feature %d", f).isCloseTo(0, within(1e-4));
            assertThat(squares[f] / 97).as("variance of feature %d", f).isCloseTo(1, within(1e-3));
        }
        assertThat(squares[F - 1]).as("one stature only: centred, not scaled").isCloseTo(0, within(1e-6));
    }

    @Test
    void sumsOverLagsAreThoseOfTheNaiveLoop() {
        LaggedMoments moments = new LaggedMoments();
        List<TrainingFrames.Clip> clips = training().clips();
        int size = LaggedMoments.SIZE;
        double[] expected = new double[size * size];
        double[] expectedTargets = new double[size * Y];
        int frames = 0;
        for (TrainingFrames.Clip clip : clips) {
            double[] targets = new double[clip.targets().length];
            Arrays.setAll(targets, i -> clip.targets()[i]);
            moments.add(clip.features(), targets);
            frames += clip.frames();
            for (int t = 0; t < clip.frames(); t++) {
                double[] row = row(clip.features(), t);
                for (int i = 0; i < size; i++) {
                    for (int j = 0; j < size; j++) {
                        expected[i * size + j] += row[i] * row[j];
                    }
                    for (int y = 0; y < Y; y++) {
                        expectedTargets[i * Y + y] += row[i] * targets[t * Y + y];
                    }
                }
            }
        }
        double[] matrix = new double[size * size];
        double[] withTargets = new double[size * Y];
        moments.addMeanProducts(matrix, 0.25);
        moments.addMeanTargets(withTargets, 0.25);
        for (int i = 0; i < matrix.length; i++) {
            assertThat(matrix[i]).as("row %d column %d", i / size, i % size).isCloseTo(expected[i] * 0.25 / frames, within(1e-6));
        }
        for (int i = 0; i < withTargets.length; i++) {
            assertThat(withTargets[i]).isCloseTo(expectedTargets[i] * 0.25 / frames, within(1e-6));
        }
    }

    private static double[] row(float[] features, int frame) {
        double[] row = new double[LaggedMoments.SIZE];
        for (int lag = -15; lag <= 15; lag++) {
            int from = Math.max(0, Math.min(features.length / F - 1, frame + lag));
            for (int f = 0; f < F; f++) {
                row[(lag + 15) * F + f] = features[from * F + f];
            }
        }
        row[LaggedMoments.SIZE - 1] = 1;
        return row;
    }

    @Test
    void choleskySolvesARandomSystemAndRefusesAnIndefiniteOne() {
        int n = 12;
        SplittableRandom random = new SplittableRandom(8);
        double[] a = new double[n * n];
        for (int k = 0; k < 3 * n; k++) {
            double[] v = random.doubles(n, -1, 1).toArray();
            for (int i = 0; i < n * n; i++) {
                a[i] += v[i / n] * v[i % n];
            }
        }
        double[] solution = random.doubles(n * 2).toArray();
        double[] right = new double[n * 2];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                right[i * 2] += a[i * n + k] * solution[k * 2];
                right[i * 2 + 1] += a[i * n + k] * solution[k * 2 + 1];
            }
        }
        new Cholesky(n, a).solveInPlace(right);
        for (int i = 0; i < right.length; i++) {
            assertThat(right[i]).isCloseTo(solution[i], within(1e-9));
        }
        assertThatThrownBy(() -> new Cholesky(2, new double[] {1, 2, 2, 1})).isInstanceOf(PipelineException.class);
    }

    @Test
    void ridgeRecallsTheClipsThatItWasFittedTo() {
        TrainingFrames training = training();
        MotionClip known = clip("b", 40, 3);
        HeadTrajectory head = HeadTrajectory.of(known.motion(), 0);
        double fitted = mean(JointErrors.headAnchored(new Ridge(training, 1e-4).predict(head), known.motion()));
        double stiff = mean(JointErrors.headAnchored(new Ridge(training, 1e6).predict(head), known.motion()));
        double constant = mean(JointErrors.headAnchored(new MeanPose(training).predict(head), known.motion()));
        assertThat(fitted).isLessThan(0.2 * constant);
        assertThat(stiff).as("only the free constant is left").isCloseTo(constant, within(1e-3));
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    @Test
    void theMeanPoseGivesEverySourceTheSameWeight() {
        TrainingFrames training = new TrainingFrames();
        BodySequence still = Bodies.standing(30);
        BodySequence longer = Bodies.moved(Bodies.standing(300), (t, j, p) -> j == 4 ? p.plus(new Vec3(0.1, 0, 0)) : p);
        training.add(new MotionClip("x", "a", "", "", still));
        training.add(new MotionClip("y", "b", "", "", longer));
        training.standardise();
        BodySequence body = new MeanPose(training).predict(HeadTrajectory.of(still, 0));
        assertThat(body.jointInWorld(3, 4).x() - still.jointInWorld(3, 4).x()).isCloseTo(0.05, within(1e-5));
        assertThat(body.jointInWorld(3, 5).distanceTo(still.jointInWorld(3, 5))).isLessThan(1e-5);
        assertThat(body.rotationInWorld(0, 0).w()).as("positions only").isNaN();
    }

    @Test
    void theSearchFindsWhatComparingAllEntriesFinds() {
        TrainingFrames training = new TrainingFrames();
        for (int i = 0; i < 30; i++) {
            training.add(clip("a", 40 + 7 * i, 100 + i));
        }
        training.standardise();
        NearestNeighbour three = new NearestNeighbour(training, 3);
        HeadTrajectory head = HeadTrajectory.of(Bodies.random(25, 999), 0);
        BodySequence found = three.predict(head);
        BodySequence expected = org.egoscope.motion.internal.evaluation.baseline.Bodies.of(head, compareAll(training, head, 3));
        assertThat(three.entries()).isEqualTo(training.clips().stream().mapToInt(clip -> (clip.frames() + 5) / 6).sum());
        assertThat(Arrays.stream(JointErrors.world(found, expected)).max().orElseThrow()).isLessThan(1e-5);
    }

    private record Candidate(double distance, float[] pose) {}

    private static float[] compareAll(TrainingFrames training, HeadTrajectory head, int neighbours) {
        float[] query = training.featuresOf(head);
        float[] targets = new float[head.frames() * Y];
        for (int t = 0; t < head.frames(); t++) {
            List<Candidate> candidates = new ArrayList<>();
            for (TrainingFrames.Clip clip : training.clips()) {
                for (int s = 0; s < clip.frames(); s += 6) {
                    candidates.add(new Candidate(
                            distance(query, t, clip.features(), s), Arrays.copyOfRange(clip.targets(), s * Y, s * Y + Y)));
                }
            }
            candidates.sort((a, b) -> Double.compare(a.distance(), b.distance()));
            for (int k = 0; k < neighbours; k++) {
                for (int y = 0; y < Y; y++) {
                    targets[t * Y + y] += candidates.get(k).pose()[y] / neighbours;
                }
            }
        }
        return targets;
    }

    private static double distance(float[] a, int t, float[] b, int s) {
        double sum = 0;
        for (int offset : new int[] {-15, -10, -6, -3, -1, 0, 1, 3, 6, 10, 15}) {
            int i = Math.max(0, Math.min(a.length / F - 1, t + offset)) * F;
            int k = Math.max(0, Math.min(b.length / F - 1, s + offset)) * F;
            for (int f = 0; f < F; f++) {
                sum += (a[i + f] - b[k + f]) * (double) (a[i + f] - b[k + f]);
            }
        }
        return sum;
    }
}
