package org.egoscope.motion.internal.guidance;

import org.egoscope.motion.BodySequence;

/**
 * Takes out what is left of a jump where given orientations or the places of a limb's end end and what is generated begins. The step
 * across the border is made the mean of the steps beside it by turning the generated side, and that turn fades out over the next frames,
 * by a polynomial without velocity and acceleration at both ends.
 */
final class BorderMending {
    /** A small jump fades over half a second, a turn by one radian over a second. */
    private static final double FADE_SECONDS = 0.5;

    private static final double FADE_SECONDS_PER_RADIAN = 0.5;

    /** Over which a limb comes to the beginning of its path and leaves its end. */
    private static final double LEAD_SECONDS = 0.6;

    /** Steps beside a border that say how large its own step should be. */
    private static final int STEPS_BESIDE = 2;

    private final BodySequence body;
    private final WorldTurns turns;
    /** {@code [22, T]}: how firmly it is given how a joint is turned, by itself or by where its limb's end is; empty where it never is. */
    private final double[][] given = new double[HangingTree.JOINTS][0];

    /** {@code [22, T]}: whether that is so by the place of a limb's end; empty as {@link #given}. */
    private final boolean[][] byPlace = new boolean[HangingTree.JOINTS][0];

    private final double[] matrix = new double[9];
    private final double[] step = new double[3];
    private final double[] jump = new double[3];

    BorderMending(BodySequence body, JointTargets targets) {
        this.body = body;
        this.turns = new WorldTurns(body, 0, body.frames());
        for (int joint : HangingTree.order()) {
            for (int t = 0; t < body.frames(); t++) {
                give(t, joint, targets.turnWeight(t, joint));
                for (int part = joint; !HangingTree.isSpine(part); part = HangingTree.above(part)) {
                    if (give(t, part, targets.placeWeight(t, joint))) {
                        byPlace[part][t] = true;
                    }
                }
            }
        }
    }

    private boolean give(int t, int joint, double weight) {
        if (weight > 0) {
            given[joint] = given[joint].length == 0 ? new double[body.frames()] : given[joint];
            byPlace[joint] = byPlace[joint].length == 0 ? new boolean[body.frames()] : byPlace[joint];
            given[joint][t] = Math.max(given[joint][t], weight);
        }
        return weight > 0;
    }

    void mend(float[] rotations, float[] joints) {
        boolean any = false;
        for (int joint : HangingTree.order()) {
            for (int t = 0; t + 1 < body.frames() && given[joint].length > 0; t++) {
                if (isBorder(t, joint)) {
                    mend(t, joint);
                    any = true;
                }
            }
        }
        if (any) {
            turns.write(rotations, joints);
        }
    }

    /** Whether one of the frames {@code t} and {@code t + 1} is given and the other is not. */
    private boolean isBorder(int t, int joint) {
        return t >= 0 && t + 1 < body.frames() && isGiven(t, joint) != isGiven(t + 1, joint);
    }

    private boolean isGiven(int t, int joint) {
        return given[joint][t] > 0;
    }

    private void mend(int border, int joint) {
        boolean after = isGiven(border, joint);
        if (byPlace[joint][after ? border : border + 1]) {
            leadOver(border, joint, after);
            return;
        }
        step(border, joint);
        System.arraycopy(step, 0, jump, 0, 3);
        double weight = given[joint][after ? border : border + 1];
        subtractStepsBeside(border, joint);
        double angle = Math.sqrt(jump[0] * jump[0] + jump[1] * jump[1] + jump[2] * jump[2]);
        int direction = after ? 1 : -1;
        int first = after ? border + 1 : border;
        int free = 0;
        while (first + direction * free >= 0 && first + direction * free < body.frames() && !isGiven(first + direction * free, joint)) {
            free++;
        }
        double fade = Math.min(free, (FADE_SECONDS + FADE_SECONDS_PER_RADIAN * angle) * body.framesPerSecond());
        double[] turn = turns.of(joint);
        for (int i = 0; i < fade; i++) {
            double x = i / fade;
            double left = weight * (1 - x * x * x * (x * (x * 6 - 15) + 10));
            for (int axis = 0; axis < 3; axis++) {
                turn[(first + direction * i) * 3 + axis] -= direction * left * jump[axis];
            }
        }
    }

    /**
     * A limb whose end begins to follow a path comes from wherever it was, which can be far within few frames. So the frames beside the
     * path lead over to the limb as it is where the path begins.
     */
    private void leadOver(int border, int joint, boolean after) {
        int edge = after ? border : border + 1;
        int direction = after ? 1 : -1;
        Rotations.fromQuaternion(body.rotationsInWorld(), (edge * HangingTree.JOINTS + joint) * 4, matrix, 0);
        double fade = LEAD_SECONDS * body.framesPerSecond();
        double[] turn = turns.of(joint);
        for (int i = 1; i < fade; i++) {
            int t = edge + direction * i;
            if (t < 0 || t >= body.frames() || isGiven(t, joint)) {
                break;
            }
            turns.between(body.rotationsInWorld(), (t * HangingTree.JOINTS + joint) * 4, matrix, step);
            double x = i / fade;
            double share = 1 - x * x * x * (x * (x * 6 - 15) + 10);
            for (int axis = 0; axis < 3; axis++) {
                turn[t * 3 + axis] = share * step[axis];
            }
        }
    }

    /** From one frame to the next, a rotation vector in world axes. */
    private void step(int t, int joint) {
        int at = (t * HangingTree.JOINTS + joint) * 4;
        Rotations.fromQuaternion(body.rotationsInWorld(), at + HangingTree.JOINTS * 4, matrix, 0);
        turns.between(body.rotationsInWorld(), at, matrix, step);
    }

    private void subtractStepsBeside(int border, int joint) {
        double[] sum = new double[3];
        int count = 0;
        for (int direction = -1; direction <= 1; direction += 2) {
            int taken = 0;
            for (int t = border + direction; t >= 0 && t + 1 < body.frames() && taken < STEPS_BESIDE; t += direction) {
                if (!isBorder(t, joint)) {
                    step(t, joint);
                    for (int axis = 0; axis < 3; axis++) {
                        sum[axis] += step[axis];
                    }
                    taken++;
                }
            }
            count += taken;
        }
        for (int axis = 0; axis < 3 && count > 0; axis++) {
            jump[axis] -= sum[axis] / count;
        }
    }
}
