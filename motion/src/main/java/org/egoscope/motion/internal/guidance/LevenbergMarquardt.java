package org.egoscope.motion.internal.guidance;

import java.util.Arrays;

/**
 * Gauss-Newton steps with Levenberg-Marquardt damping: a step that raises the cost is taken back and tried again shorter. Every frame has
 * its own damping, raised where the frame's own cost rose, so that one stretched leg (where the linear model is poor) does not hold up a
 * whole window. Between steps the floor pushes harder at what is still in it, which changes the cost that the next step lowers.
 */
final class LevenbergMarquardt {
    /** The prior's own weight of 1 keeps the equations well conditioned; damping starts far below it. */
    private static final double FIRST_DAMPING = 1e-2;

    private static final double LEAST_DAMPING = 1e-3;
    private static final double MOST_DAMPING = 1e6;

    /** Factors that lead from no damping to a short step in few trials. */
    private static final double RAISE = 30;

    private static final double RAISE_ELSEWHERE = 2;
    private static final double LOWER = 10;

    /** Largest change of any angle at which the steps end: 1 mrad moves a foot by 1 mm. */
    private static final double SMALL_STEP_RADIANS = 1e-3;

    /** Relative decrease of the cost at which the steps end; skating and joint errors change by less than 1 % after that (measured). */
    private static final double SMALL_DECREASE = 5e-3;

    private static final double SHALLOW_METERS = 1e-3;

    private final LimbProblem problem;
    private final int mostSteps;
    private double[] before = new double[0];
    private double[] costs = new double[0];
    private double[] trialCosts = new double[0];
    private double[] damping = new double[0];

    LevenbergMarquardt(LimbProblem problem, int mostSteps) {
        this.problem = problem;
        this.mostSteps = mostSteps;
    }

    LimbProblem problem() {
        return problem;
    }

    /** Changes the track's corrections; the problem has been prepared. */
    GuidanceReport solve() {
        reserve();
        double cost = problem.evaluate(costs);
        double costBefore = cost;
        long multiplications = 0;
        int steps = 0;
        int rejected = 0;
        boolean done = false;
        while (!done && steps < mostSteps) {
            steps++;
            problem.linearize();
            problem.system().damp(damping);
            problem.system().solve();
            multiplications += problem.system().multiplications();
            double largest = step();
            double trial = problem.evaluate(trialCosts);
            adaptDamping(trial > cost);
            if (trial > cost) {
                takeBack();
                cost = problem.evaluate(costs);
                rejected++;
                done = largest < SMALL_STEP_RADIANS;
            } else {
                boolean small = largest < SMALL_STEP_RADIANS || cost - trial < SMALL_DECREASE * cost;
                done = small && !(problem.pointResiduals().deepestMeters() > SHALLOW_METERS);
                cost = trial;
                if (!done) {
                    problem.pointResiduals().pushOutOfFloor();
                    cost = problem.evaluate(costs);
                }
            }
        }
        return new GuidanceReport(0, 0, steps, rejected, multiplications, costBefore, cost);
    }

    private void reserve() {
        int frames = problem.track().frames();
        if (costs.length < frames) {
            costs = new double[frames];
            trialCosts = new double[frames];
            damping = new double[frames];
            before = new double[frames * problem.parts().length * 3];
        }
        Arrays.fill(damping, FIRST_DAMPING);
    }

    /** Element {@code i} of the damping belongs to the free frame {@code i}. */
    private void adaptDamping(boolean rejected) {
        int first = problem.track().fixedFrames();
        for (int t = first; t < problem.track().frames(); t++) {
            boolean worse = trialCosts[t] > costs[t];
            double factor = rejected ? (worse ? RAISE : RAISE_ELSEWHERE) : (worse ? 1 : 1 / LOWER);
            damping[t - first] = Math.min(MOST_DAMPING, Math.max(LEAST_DAMPING, damping[t - first] * factor));
        }
    }

    /** @return the largest change of an angle */
    private double step() {
        double[] x = problem.track().corrections();
        double[] change = problem.system().rightSide();
        int[] parts = problem.parts();
        int first = problem.track().fixedFrames();
        int free = problem.track().frames() - first;
        double largest = 0;
        for (int i = 0; i < free * parts.length; i++) {
            int at = BodyTrack.index(first + i / parts.length, parts[i % parts.length]) * 3;
            for (int axis = 0; axis < 3; axis++) {
                before[i * 3 + axis] = x[at + axis];
                x[at + axis] += change[i * 3 + axis];
                largest = Math.max(largest, Math.abs(change[i * 3 + axis]));
            }
        }
        return largest;
    }

    private void takeBack() {
        double[] x = problem.track().corrections();
        int[] parts = problem.parts();
        int first = problem.track().fixedFrames();
        int free = problem.track().frames() - first;
        for (int i = 0; i < free * parts.length; i++) {
            System.arraycopy(before, i * 3, x, BodyTrack.index(first + i / parts.length, parts[i % parts.length]) * 3, 3);
        }
    }
}
