package org.egoscope.motion.internal.flow;

import java.util.SplittableRandom;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.HeadTrajectory;

/** What a real headset would have made of a motion: drifting pose, a floor a little off or unknown, hands that come and go. */
final class SensorNoise {
    private static final double HEAD_ONLY_SHARE = 0.5;
    private static final double THREE_POINT_SHARE = 0.12;
    private static final double NOISY_SHARE = 0.3;
    private static final double UNKNOWN_FLOOR_SHARE = 0.1;
    private static final double FLOOR_DEVIATION_METERS = 0.02;

    /** A headset sits a little differently on every head. */
    private static final double MOUNTING_DEVIATION_RADIANS = Math.toRadians(1.5);

    private static final double OCCLUSION_SHARE = 0.3;

    private SensorNoise() {}

    static HeadTrajectory of(BodySequence body, SplittableRandom random) {
        HeadTrajectory seen = HeadTrajectory.of(body, fieldOfView(random));
        boolean noisy = random.nextDouble() < NOISY_SHARE;
        double meters = noisy ? 0.01 * random.nextDouble() : 0;
        double radians = noisy ? Math.toRadians(1.5) * random.nextDouble() : 0;
        double floor = random.nextGaussian() * FLOOR_DEVIATION_METERS;
        return shaken(seen, random, meters, radians, floor);
    }

    private static double fieldOfView(SplittableRandom random) {
        double which = random.nextDouble();
        if (which < HEAD_ONLY_SHARE) {
            return 0;
        }
        return which < HEAD_ONLY_SHARE + THREE_POINT_SHARE ? 2 * Math.PI : Math.toRadians(60 + 120 * random.nextDouble());
    }

    private static HeadTrajectory shaken(HeadTrajectory seen, SplittableRandom random, double meters, double radians, double floor) {
        int frames = seen.frames();
        SmoothNoise[] noise = new SmoothNoise[6];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = new SmoothNoise(random.nextLong());
        }
        Quaternion mounting = Quaternion.fromRotationVector(new Vec3(random.nextGaussian() / 2, random.nextGaussian(), 0)
                .times(MOUNTING_DEVIATION_RADIANS));
        boolean floorKnown = random.nextDouble() >= UNKNOWN_FLOOR_SHARE;
        float[] rotations = new float[frames * 4];
        float[] positions = new float[frames * 3];
        for (int t = 0; t < frames; t++) {
            double at = t / seen.framesPerSecond();
            Vec3 shift = new Vec3(noise[0].at(at), noise[1].at(at), noise[2].at(at)).times(meters);
            Vec3 turn = new Vec3(noise[3].at(at), noise[4].at(at), noise[5].at(at)).times(radians);
            Quaternion rotation = seen.headRotation(t).normalized().times(mounting);
            if (radians > 0) {
                rotation = rotation.times(Quaternion.fromRotationVector(turn));
            }
            Vec3 position = seen.headInWorld(t).plus(shift).plus(new Vec3(0, 0, floor));
            rotations[t * 4] = (float) rotation.w();
            rotations[t * 4 + 1] = (float) rotation.x();
            rotations[t * 4 + 2] = (float) rotation.y();
            rotations[t * 4 + 3] = (float) rotation.z();
            positions[t * 3] = (float) position.x();
            positions[t * 3 + 1] = (float) position.y();
            positions[t * 3 + 2] = (float) position.z();
        }
        HeadTrajectory.Setting setting = new HeadTrajectory.Setting(seen.framesPerSecond(), floorKnown, seen.fieldOfViewRadians());
        return new HeadTrajectory(seen.skeleton(), setting, rotations, positions, wrists(seen, random, floor));
    }

    private static HeadTrajectory.Wrists wrists(HeadTrajectory seen, SplittableRandom random, double floor) {
        int frames = seen.frames();
        HeadTrajectory.Wrists wrists = HeadTrajectory.Wrists.none(frames);
        if (seen.fieldOfViewRadians() == 0) {
            return wrists;
        }
        boolean positionsOnly = random.nextDouble() < 0.3;
        for (int hand = 0; hand < HeadTrajectory.HANDS; hand++) {
            int hiddenFrom = frames;
            int hiddenTo = frames;
            if (seen.fieldOfViewRadians() < 2 * Math.PI && random.nextDouble() < OCCLUSION_SHARE) {
                hiddenFrom = random.nextInt(frames);
                hiddenTo = hiddenFrom + 10 + random.nextInt(80);
            }
            for (int t = 0; t < frames; t++) {
                int at = t * HeadTrajectory.HANDS + hand;
                if (seen.wristConfidence(t, hand) == 0 || t >= hiddenFrom && t < hiddenTo) {
                    continue;
                }
                Vec3 p = seen.wristInWorld(t, hand);
                Quaternion q = seen.wristRotation(t, hand);
                wrists.confidence()[at] = 1;
                wrists.positions()[at * 3] = (float) p.x();
                wrists.positions()[at * 3 + 1] = (float) p.y();
                wrists.positions()[at * 3 + 2] = (float) (p.z() + floor);
                wrists.rotations()[at * 4] = positionsOnly ? Float.NaN : (float) q.w();
                wrists.rotations()[at * 4 + 1] = (float) q.x();
                wrists.rotations()[at * 4 + 2] = (float) q.y();
                wrists.rotations()[at * 4 + 3] = (float) q.z();
            }
        }
        return wrists;
    }

    /** Sum of two octaves of value noise with cosine interpolation, within about -1..1. */
    static final class SmoothNoise {
        private final long seed;

        SmoothNoise(long seed) {
            this.seed = seed;
        }

        double at(double seconds) {
            return 0.7 * octave(seconds * 1.5, 0) + 0.3 * octave(seconds * 6, 1);
        }

        private double octave(double x, int octave) {
            long cell = (long) Math.floor(x);
            double part = (1 - Math.cos(Math.PI * (x - cell))) / 2;
            return value(cell, octave) * (1 - part) + value(cell + 1, octave) * part;
        }

        private double value(long cell, int octave) {
            return 2 * new SplittableRandom(seed + cell * 31 + octave * 1_000_003L).nextDouble() - 1;
        }
    }
}
