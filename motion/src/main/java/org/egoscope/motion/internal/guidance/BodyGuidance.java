package org.egoscope.motion.internal.guidance;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.egoscope.core.PipelineException;
import org.egoscope.motion.BodySequence;

/**
 * Corrects a predicted body by a banded Gauss-Newton method over joint angles. The head (SMPL joint 15) is measured: it keeps place and
 * orientation bit for bit, and the body hangs from it.
 *
 * <p>Contact probabilities come with the prediction. Legs are solved each for itself, or together with the spine where that is corrected
 * too; then each arm whose wrist was seen. Long sequences are solved in windows that overlap. One instance keeps its buffers from call to
 * call but no state: results depend on the arguments alone. Not for several threads at once.
 */
public final class BodyGuidance {
    /** Frames solved at once; memory is proportional to it. */
    private static final int WINDOW_FRAMES = 640;

    /** Frames at a window's end that the next window solves again: contacts further ahead have no say (4 s at 30 frames per second). */
    private static final int LOOK_AHEAD_FRAMES = 128;

    /** Frames that the residuals of a frame reach back. */
    private static final int REACH_FRAMES = 2;

    /** Committed arms closer to the prediction than this (radians: rounding) have no correction to fade out. */
    private static final double NO_CORRECTION_RADIANS = 1e-4;

    private static final int[] SPINE = {12, 9, 6, 3, 0};
    private static final int[] TORSO_POINTS = {0, 1, 2, 13, 14};
    private static final int[][] LEGS = {{1, 4, 7}, {2, 5, 8}};
    private static final int[][] LEG_POINTS = {{4, 7, 10}, {5, 8, 11}};
    private static final int[][] ARMS = {{13, 16, 18, 20}, {14, 17, 19, 21}};
    private static final int[][] ARM_POINTS = {{20}, {21}};

    private final GuidanceConfig config;
    private final BodyTrack track = new BodyTrack();
    private final List<LevenbergMarquardt> lower = new ArrayList<>();
    private final List<LevenbergMarquardt> arms = new ArrayList<>();
    private final Toes toes = new Toes();
    private GuidanceReport report = GuidanceReport.NONE;

    public BodyGuidance(GuidanceConfig config) {
        this.config = config;
        if (config.spine()) {
            int[] parts = config.legs() ? joined(SPINE, LEGS[0], LEGS[1]) : SPINE;
            lower.add(solver(parts, joined(TORSO_POINTS, LEG_POINTS[0], LEG_POINTS[1])));
        } else if (config.legs()) {
            lower.add(solver(LEGS[0], LEG_POINTS[0]));
            lower.add(solver(LEGS[1], LEG_POINTS[1]));
        }
        if (config.arms()) {
            arms.add(solver(ARMS[0], ARM_POINTS[0]));
            arms.add(solver(ARMS[1], ARM_POINTS[1]));
        }
    }

    private LevenbergMarquardt solver(int[] parts, int[] points) {
        return new LevenbergMarquardt(new LimbProblem(track, parts, points, config.weights()), config.iterations());
    }

    private static int[] joined(int[]... lists) {
        return IntStream.range(0, lists.length).flatMap(i -> IntStream.of(lists[i])).toArray();
    }

    /** A new sequence with the head of the prediction and, where there are committed frames, their copies in front. */
    public BodySequence refine(BodySequence prediction, GuidanceTargets targets) {
        check(prediction, targets);
        report = GuidanceReport.NONE;
        RefinedFrames refined = new RefinedFrames(prediction);
        int done = 0;
        BodySequence committed = targets.committed();
        if (committed != null) {
            refined.commit(committed);
            done = committed.frames();
        }
        while (!config.isOff() && done < prediction.frames()) {
            int from = Math.max(0, done - REACH_FRAMES);
            int to = Math.min(prediction.frames(), done + WINDOW_FRAMES);
            int until = to == prediction.frames() ? to : to - LOOK_AHEAD_FRAMES;
            track.load(prediction, from, to);
            track.fix(refined.rotations(), refined.joints(), from, done - from);
            solve(prediction, targets, from);
            levelToes(prediction, targets);
            refined.write(track, from, done, until);
            report = report.plus(new GuidanceReport(until - done, 1, 0, 0, 0, 0, 0));
            done = until;
        }
        return refined.sequence();
    }

    private void solve(BodySequence prediction, GuidanceTargets targets, int from) {
        for (LevenbergMarquardt limb : lower) {
            solve(limb, prediction, targets, from);
        }
        for (int side = 0; side < arms.size(); side++) {
            WristTargets wrists = targets.wrists();
            boolean seen = wrists != null && wrists.sees(side, from, from + track.frames());
            if (seen || track.largestFixedCorrection(arms.get(side).problem().parts()) > NO_CORRECTION_RADIANS) {
                solve(arms.get(side), prediction, targets, from);
            }
        }
    }

    private void levelToes(BodySequence prediction, GuidanceTargets targets) {
        if (config.legs() && !Double.isNaN(targets.floorHeightMeters())) {
            toes.level(track, targets.floorHeightMeters(), prediction.skeleton());
        }
    }

    private void solve(LevenbergMarquardt limb, BodySequence prediction, GuidanceTargets targets, int from) {
        limb.problem().prepare(prediction, targets, from);
        report = report.plus(limb.solve());
    }

    /** Of the last {@link #refine}. */
    public GuidanceReport lastReport() {
        return report;
    }

    private static void check(BodySequence prediction, GuidanceTargets targets) {
        WristTargets wrists = targets.wrists();
        if (wrists != null && wrists.frames() != prediction.frames()) {
            throw PipelineException.badInput("guidance wrists: expected " + prediction.frames() + " frames, got " + wrists.frames());
        }
        BodySequence committed = targets.committed();
        if (committed != null && committed.frames() > prediction.frames()) {
            throw PipelineException.badInput(
                    "guidance committed: expected at most " + prediction.frames() + " frames, got " + committed.frames());
        }
        BodySequence then = targets.committedPrediction();
        if (then != null && (committed == null || then.frames() != committed.frames())) {
            throw PipelineException.badInput("guidance committed prediction: expected " + (committed == null ? 0 : committed.frames())
                    + " frames, got " + then.frames());
        }
        requireFinite(prediction);
    }

    private static void requireFinite(BodySequence prediction) {
        for (float value : prediction.rotationsInWorld()) {
            requireFinite(value);
        }
        for (float value : prediction.jointsInWorld()) {
            requireFinite(value);
        }
    }

    private static void requireFinite(float value) {
        if (!Float.isFinite(value)) {
            throw PipelineException.badInput("guidance prediction: expected finite numbers, got " + value);
        }
    }
}
