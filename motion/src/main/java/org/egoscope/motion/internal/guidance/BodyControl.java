package org.egoscope.motion.internal.guidance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.egoscope.core.PipelineException;
import org.egoscope.motion.BodySequence;

/**
 * Turns joints of a body so that it meets targets: orientations in closed form ({@link TurnControl}), then places by Gauss-Newton steps with
 * Levenberg-Marquardt damping ({@link ControlProblem}). Frames more than two seconds away from any target stay as they are, bit for bit;
 * between, the correction fades. Time and memory are linear in frames. One instance keeps buffers from call to call but no state. Not for
 * several threads at once.
 */
public final class BodyControl {
    private static final int WINDOW_FRAMES = 320;
    private static final int LOOK_AHEAD_FRAMES = 64;

    /** Frames that the residuals of a frame reach back. */
    private static final int REACH_FRAMES = 2;

    private static final double FIRST_DAMPING = 1e-2;
    private static final double LEAST_DAMPING = 1e-4;
    private static final double MOST_DAMPING = 1e8;
    private static final double RAISE = 30;
    private static final double LOWER = 10;

    /** Moves a wrist by less than 0.1 mm. */
    private static final double SMALL_STEP_RADIANS = 1e-4;

    private final BodyTrack track = new BodyTrack();
    private double[] before = new double[0];
    private double[] damping = new double[0];

    /** Frames {@code [start, end)} in which something changes. */
    private record Stretch(int start, int end) {}

    /**
     * A new sequence under the same head, whose joints are turned and placed as wanted.
     *
     * @param steps most Gauss-Newton steps; fewer are made when they become small
     */
    public BodySequence apply(BodySequence prediction, JointTargets targets, int steps) {
        check(prediction, targets);
        return placed(turned(prediction, targets), targets, steps);
    }

    /** As {@link #apply}, and without what is left of jumps where given parts begin and end. */
    public BodySequence finish(BodySequence prediction, JointTargets targets, int steps) {
        check(prediction, targets);
        BodySequence met = placed(turned(prediction, targets), targets, steps);
        RefinedFrames mended = new RefinedFrames(met);
        new BorderMending(met, targets).mend(mended.rotations(), mended.joints());
        return placed(mended.sequence(), targets, steps);
    }

    private static void check(BodySequence prediction, JointTargets targets) {
        if (targets.frames() != prediction.frames()) {
            throw PipelineException.badInput("targets: expected " + prediction.frames() + " frames, got " + targets.frames());
        }
    }

    private static BodySequence turned(BodySequence prediction, JointTargets targets) {
        List<Stretch> stretches = stretches(prediction.frames(), TurnControl.FADE_FRAMES, targets::wantsTurn);
        if (stretches.isEmpty()) {
            return prediction;
        }
        RefinedFrames refined = new RefinedFrames(prediction);
        for (Stretch stretch : stretches) {
            new TurnControl(prediction, targets, stretch.start(), stretch.end()).turn(refined.rotations(), refined.joints());
        }
        return refined.sequence();
    }

    private BodySequence placed(BodySequence prediction, JointTargets targets, int steps) {
        RefinedFrames refined = new RefinedFrames(prediction);
        for (Stretch stretch : stretches(prediction.frames(), ControlProblem.FADE_FRAMES, targets::wantsPlace)) {
            ControlledParts parts = ControlledParts.of(targets, prediction, stretch.start(), stretch.end());
            int done = stretch.start();
            while (done < stretch.end()) {
                int from = Math.max(0, done - REACH_FRAMES);
                int to = Math.min(stretch.end(), done + WINDOW_FRAMES);
                int until = to == stretch.end() ? to : to - LOOK_AHEAD_FRAMES;
                track.load(prediction, from, to);
                track.fix(refined.rotations(), refined.joints(), from, done - from);
                solve(new ControlProblem(track, new ControlProblem.Setting(prediction, targets, parts, from)), steps);
                refined.write(track, from, done, until);
                done = until;
            }
        }
        return refined.sequence();
    }

    /** Frames with targets and those beside them, joined where they touch. */
    private static List<Stretch> stretches(int frames, int fade, IntPredicate wanted) {
        List<Stretch> stretches = new ArrayList<>();
        int start = -1;
        int end = 0;
        for (int t = 0; t < frames; t++) {
            if (wanted.test(t)) {
                int from = Math.max(0, t - fade);
                if (start >= 0 && from > end) {
                    stretches.add(new Stretch(start, end));
                }
                start = start < 0 || from > end ? from : start;
                end = Math.min(frames, t + fade + 1);
            }
        }
        if (start >= 0) {
            stretches.add(new Stretch(start, end));
        }
        return stretches;
    }

    private void solve(ControlProblem problem, int mostSteps) {
        reserve(problem);
        double amount = FIRST_DAMPING;
        double cost = problem.evaluate();
        for (int i = 0; i < mostSteps && cost > 0; i++) {
            problem.linearize();
            Arrays.fill(damping, amount);
            problem.system().damp(damping);
            problem.system().solve();
            double largest = step(problem);
            double trial = problem.evaluate();
            if (trial > cost) {
                takeBack(problem);
                cost = problem.evaluate();
                amount = Math.min(MOST_DAMPING, amount * RAISE);
            } else {
                cost = trial;
                amount = Math.max(LEAST_DAMPING, amount / LOWER);
                if (largest < SMALL_STEP_RADIANS) {
                    break;
                }
            }
        }
    }

    private void reserve(ControlProblem problem) {
        int frames = track.frames();
        if (damping.length < frames) {
            damping = new double[frames];
        }
        if (before.length < frames * problem.size()) {
            before = new double[frames * problem.size()];
        }
    }

    /** @return the largest change of an angle */
    private double step(ControlProblem problem) {
        double[] x = track.corrections();
        double[] change = problem.system().rightSide();
        double largest = 0;
        int unknowns = (track.frames() - track.fixedFrames()) * problem.size();
        for (int i = 0; i < unknowns; i++) {
            int at = place(problem, i);
            before[i] = x[at];
            x[at] += change[i];
            largest = Math.max(largest, Math.abs(change[i]));
        }
        return largest;
    }

    private void takeBack(ControlProblem problem) {
        int unknowns = (track.frames() - track.fixedFrames()) * problem.size();
        for (int i = 0; i < unknowns; i++) {
            track.corrections()[place(problem, i)] = before[i];
        }
    }

    /** Of an unknown among the track's corrections. */
    private int place(ControlProblem problem, int unknown) {
        int frame = track.fixedFrames() + unknown / problem.size();
        int inFrame = unknown % problem.size();
        return BodyTrack.index(frame, problem.parts()[inFrame / 3]) * 3 + inFrame % 3;
    }
}
