package org.egoscope.motion.internal.evaluation;

import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.motion.HeadTrajectory;

/** What a tracker may get wrong. */
public enum Disturbance {
    CLEAN(0, 0, 0),
    /** Smooth noise on every axis of the head: up to 2 cm and 2 degrees. Hands are seen from the head and move with it. */
    NOISY(0.02, Math.toRadians(2), 0),
    /** The floor is taken to be 5 cm higher than it is: all heights come out 5 cm too small. */
    FLOOR_UP(0, 0, -0.05),
    /** The floor is taken to be 5 cm lower than it is. */
    FLOOR_DOWN(0, 0, 0.05);

    private final double noiseMeters;
    private final double noiseRadians;
    private final double heightOffset;

    Disturbance(double noiseMeters, double noiseRadians, double heightOffset) {
        this.noiseMeters = noiseMeters;
        this.noiseRadians = noiseRadians;
        this.heightOffset = heightOffset;
    }

    /** What a predictor's heights have too much, metres: to be subtracted before its body is compared with the true one. */
    public double heightOffset() {
        return heightOffset;
    }

    HeadTrajectory apply(HeadTrajectory head, long seed) {
        if (this == CLEAN) {
            return head;
        }
        int frames = head.frames();
        float[] rotations = new float[frames * 4];
        float[] positions = new float[frames * 3];
        HeadTrajectory.Wrists wrists = HeadTrajectory.Wrists.none(frames);
        SmoothNoise[] noise = new SmoothNoise[6];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = new SmoothNoise(seed * 6 + i);
        }
        for (int t = 0; t < frames; t++) {
            double at = t / head.framesPerSecond();
            Vec3 shift = new Vec3(noise[0].at(at), noise[1].at(at), noise[2].at(at)).times(noiseMeters).plus(new Vec3(0, 0, heightOffset));
            Quaternion turn = Quaternion.fromRotationVector(
                    new Vec3(noise[3].at(at), noise[4].at(at), noise[5].at(at)).times(noiseRadians));
            Vec3 position = head.headInWorld(t).plus(shift);
            put(rotations, t, turn.times(head.headRotation(t)).normalized());
            put(positions, t, position);
            for (int hand = 0; hand < HeadTrajectory.HANDS; hand++) {
                int i = t * HeadTrajectory.HANDS + hand;
                wrists.confidence()[i] = head.wristConfidence(t, hand);
                put(wrists.positions(), i, position.plus(turn.rotate(head.wristInWorld(t, hand).minus(head.headInWorld(t)))));
                put(wrists.rotations(), i, turn.times(head.wristRotation(t, hand)));
            }
        }
        HeadTrajectory.Setting setting =
                new HeadTrajectory.Setting(head.framesPerSecond(), head.floorKnown(), head.fieldOfViewRadians());
        return new HeadTrajectory(head.skeleton(), setting, rotations, positions, wrists);
    }

    private static void put(float[] values, int index, Vec3 point) {
        values[index * 3] = (float) point.x();
        values[index * 3 + 1] = (float) point.y();
        values[index * 3 + 2] = (float) point.z();
    }

    private static void put(float[] values, int index, Quaternion rotation) {
        values[index * 4] = (float) rotation.w();
        values[index * 4 + 1] = (float) rotation.x();
        values[index * 4 + 2] = (float) rotation.y();
        values[index * 4 + 3] = (float) rotation.z();
    }
}
