package org.egoscope.motion;

import java.util.Arrays;
import org.egoscope.core.PipelineException;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;

/**
 * All that is known of a wearer over {@code T} frames at a constant rate: where the head was, which hands were seen and where, and the
 * body's proportions. World: metres, z up, floor z = 0 where {@link #floorKnown()}.
 */
public final class HeadTrajectory {
    /** Left, right. */
    public static final int HANDS = 2;

    private final BodySkeleton skeleton;
    private final double framesPerSecond;
    private final boolean floorKnown;
    private final double fieldOfViewRadians;
    private final float[] headRotations;
    private final float[] headPositions;
    private final Wrists wrists;

    /**
     * Wrists per frame and hand.
     *
     * @param rotations {@code [T, 2, 4]} axes of the wrist joints in the world, w, x, y, z; NaN where only the position is known
     * @param positions {@code [T, 2, 3]} metres
     * @param confidence {@code [T, 2]} 0..1; 0 where the hand was not seen, whatever the other arrays hold there
     */
    public record Wrists(@Shape("T 2 4") float[] rotations, @Shape("T 2 3") float[] positions, @Shape("T 2") float[] confidence) {
        /** No hand is ever seen. */
        public static Wrists none(int frames) {
            return new Wrists(new float[frames * HANDS * 4], new float[frames * HANDS * 3], new float[frames * HANDS]);
        }
    }

    /**
     * How the trajectory was measured.
     *
     * @param framesPerSecond rate
     * @param floorKnown false if heights above z = 0 mean nothing
     * @param fieldOfViewRadians full angle of the cone about the head's forward direction in which hands can be seen; 0 if hands are not
     *     looked for
     */
    public record Setting(double framesPerSecond, boolean floorKnown, double fieldOfViewRadians) {
        public Setting {
            if (!(framesPerSecond > 0 && framesPerSecond <= 1000)) {
                throw PipelineException.badInput("frame rate: expected above 0 and at most 1000 1/s, got " + framesPerSecond);
            }
            if (!(fieldOfViewRadians >= 0 && fieldOfViewRadians <= 2 * Math.PI + 1e-9)) {
                throw PipelineException.badInput("field of view: expected 0..2 pi, got " + fieldOfViewRadians);
            }
        }
    }

    /**
     * Takes the arrays over, without a copy.
     *
     * @param headRotations {@code [T, 4]} axes of the head joint (x forward, y left, z up) in the world, w, x, y, z
     * @param headPositions {@code [T, 3]} head joint, metres
     */
    public HeadTrajectory(
            BodySkeleton skeleton,
            Setting setting,
            @Shape("T 4") float[] headRotations,
            @Shape("T 3") float[] headPositions,
            Wrists wrists) {
        int frames = headPositions.length / 3;
        require("head positions", headPositions, frames * 3);
        require("head rotations", headRotations, frames * 4);
        require("wrist positions", wrists.positions(), frames * HANDS * 3);
        require("wrist rotations", wrists.rotations(), frames * HANDS * 4);
        require("wrist confidence", wrists.confidence(), frames * HANDS);
        this.skeleton = skeleton;
        this.framesPerSecond = setting.framesPerSecond();
        this.floorKnown = setting.floorKnown();
        this.fieldOfViewRadians = setting.fieldOfViewRadians();
        this.headRotations = headRotations;
        this.headPositions = headPositions;
        this.wrists = wrists;
    }

    private static void require(String what, float[] values, int expected) {
        if (values.length != expected) {
            throw PipelineException.badInput(what + ": expected " + expected + " values, got " + values.length);
        }
    }

    /**
     * What a headset would have seen of this body: the head always, a hand while its wrist is inside the cone of view.
     *
     * @param fieldOfViewRadians full angle of the cone; 0 for the head alone, 2 pi for both hands in every frame (three points)
     */
    public static HeadTrajectory of(BodySequence body, double fieldOfViewRadians) {
        int frames = body.frames();
        float[] rotations = new float[frames * 4];
        float[] positions = new float[frames * 3];
        Wrists wrists = Wrists.none(frames);
        double cosine = Math.cos(Math.min(Math.PI, fieldOfViewRadians / 2));
        for (int t = 0; t < frames; t++) {
            int head = t * BodySkeleton.JOINTS + SmplJoint.HEAD.ordinal();
            System.arraycopy(body.rotationsInWorld(), head * 4, rotations, t * 4, 4);
            System.arraycopy(body.jointsInWorld(), head * 3, positions, t * 3, 3);
            Vec3 forward = body.rotationInWorld(t, SmplJoint.HEAD.ordinal()).rotate(new Vec3(1, 0, 0));
            Vec3 eyes = body.eyesInWorld(t);
            for (int hand = 0; hand < HANDS; hand++) {
                int joint = wristJoint(hand);
                Vec3 ray = body.jointInWorld(t, joint).minus(eyes);
                if (fieldOfViewRadians > 0 && ray.dot(forward) >= cosine * ray.norm() - 1e-9) {
                    int from = t * BodySkeleton.JOINTS + joint;
                    int to = t * HANDS + hand;
                    System.arraycopy(body.rotationsInWorld(), from * 4, wrists.rotations(), to * 4, 4);
                    System.arraycopy(body.jointsInWorld(), from * 3, wrists.positions(), to * 3, 3);
                    wrists.confidence()[to] = 1;
                }
            }
        }
        Setting setting = new Setting(body.framesPerSecond(), true, fieldOfViewRadians);
        return new HeadTrajectory(body.skeleton(), setting, rotations, positions, wrists);
    }

    /** Index of the wrist of hand 0 (left) or 1 (right) among the body's joints. */
    public static int wristJoint(int hand) {
        return hand == 0 ? SmplJoint.LEFT_WRIST.ordinal() : SmplJoint.RIGHT_WRIST.ordinal();
    }

    /** Frames {@code [start, end)}. */
    public HeadTrajectory slice(int start, int end) {
        Wrists part = new Wrists(
                Arrays.copyOfRange(wrists.rotations(), start * HANDS * 4, end * HANDS * 4),
                Arrays.copyOfRange(wrists.positions(), start * HANDS * 3, end * HANDS * 3),
                Arrays.copyOfRange(wrists.confidence(), start * HANDS, end * HANDS));
        return new HeadTrajectory(
                skeleton, new Setting(framesPerSecond, floorKnown, fieldOfViewRadians),
                Arrays.copyOfRange(headRotations, start * 4, end * 4),
                Arrays.copyOfRange(headPositions, start * 3, end * 3), part);
    }

    /** The same elsewhere. */
    HeadTrajectory movedBy(Vec3 shift) {
        float[] heads = BodySequence.shifted(headPositions, shift);
        Wrists moved = new Wrists(wrists.rotations(), BodySequence.shifted(wrists.positions(), shift), wrists.confidence());
        return new HeadTrajectory(skeleton, new Setting(framesPerSecond, floorKnown, fieldOfViewRadians), headRotations, heads, moved);
    }

    /** The same with other hands. */
    HeadTrajectory withWrists(Wrists seen, double viewRadians) {
        return new HeadTrajectory(skeleton, new Setting(framesPerSecond, floorKnown, viewRadians), headRotations, headPositions, seen);
    }

    Wrists copyOfWrists() {
        return new Wrists(wrists.rotations().clone(), wrists.positions().clone(), wrists.confidence().clone());
    }

    public BodySkeleton skeleton() {
        return skeleton;
    }

    public double framesPerSecond() {
        return framesPerSecond;
    }

    public boolean floorKnown() {
        return floorKnown;
    }

    public double fieldOfViewRadians() {
        return fieldOfViewRadians;
    }

    public int frames() {
        return headPositions.length / 3;
    }

    /** Axes of the head joint (x forward, y left, z up) in the world. */
    public Quaternion headRotation(int frame) {
        return quaternion(headRotations, frame);
    }

    /** Head joint, metres. */
    public Vec3 headInWorld(int frame) {
        return point(headPositions, frame);
    }

    /** Midpoint between the pupils, metres. */
    public Vec3 eyesInWorld(int frame) {
        return headInWorld(frame).plus(headRotation(frame).rotate(skeleton.eyesInHead()));
    }

    /** 0 where the hand was not seen. */
    public float wristConfidence(int frame, int hand) {
        return wrists.confidence()[frame * HANDS + hand];
    }

    /** Metres; meaningless where not seen. */
    public Vec3 wristInWorld(int frame, int hand) {
        return point(wrists.positions(), frame * HANDS + hand);
    }

    /** Meaningless where not seen, NaN where only the position is known. */
    public Quaternion wristRotation(int frame, int hand) {
        return quaternion(wrists.rotations(), frame * HANDS + hand);
    }

    private static Quaternion quaternion(float[] values, int index) {
        return new Quaternion(values[index * 4], values[index * 4 + 1], values[index * 4 + 2], values[index * 4 + 3]);
    }

    private static Vec3 point(float[] values, int index) {
        return new Vec3(values[index * 3], values[index * 3 + 1], values[index * 3 + 2]);
    }
}
