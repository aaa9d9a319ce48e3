package org.egoscope.app.motion;

import java.util.List;
import java.util.Locale;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodyMesh;
import org.egoscope.motion.BodySequence;

/**
 * What can be measured of a motion without knowing the true one.
 *
 * @param frames with a body
 * @param leastEyes lowest height of the eyes above the floor, metres
 * @param mostEyes highest
 * @param leastPelvis lowest height of the pelvis, metres
 * @param mostPelvis highest
 * @param skateMillimeters mean way over the floor, per frame, of a ball of the foot that is less than {@link #NEAR_METERS} above its place
 *     when standing, in both frames of a pair; NaN if no foot ever is
 * @param standingShare of frames with such a foot
 * @param lowestMeters lowest point of the surface over all frames: below 0 is through the floor
 * @param highestSoleMeters largest height of the lower sole: above a few centimetres the body floats (or jumps)
 * @param turnDegreesPerSecond 99th percentile of the pelvis' turning about the vertical
 * @param headMillimeters mean distance of the body's eyes from the measured ones
 */
record MotionFigures(
        int frames,
        double leastEyes,
        double mostEyes,
        double leastPelvis,
        double mostPelvis,
        double skateMillimeters,
        double standingShare,
        double lowestMeters,
        double highestSoleMeters,
        double turnDegreesPerSecond,
        double headMillimeters) {
    /** Height above the standing place below which a foot counts as on the floor. */
    static final double NEAR_METERS = 0.03;

    private static final SmplJoint[] BALLS = {SmplJoint.LEFT_FOOT, SmplJoint.RIGHT_FOOT};

    static MotionFigures of(List<BodyTake> takes, HeadFrames frames) {
        Sums sums = new Sums();
        takes.forEach(take -> sums.add(take, frames));
        return sums.figures();
    }

    String toText() {
        return String.format(
                Locale.ROOT,
                "eyes         %.2f to %.2f m above the floor, pelvis %.2f to %.2f m%n"
                        + "feet         skate %.1f mm per frame while on the floor (%.0f %% of frames have a foot there)%n"
                        + "floor        lowest point %.3f m, highest lower sole %.3f m%n"
                        + "pelvis       turns at most %.0f degrees/s (99th percentile)%n"
                        + "head         %.1f mm from the measured eyes on average",
                leastEyes, mostEyes, leastPelvis, mostPelvis, skateMillimeters, 100 * standingShare, lowestMeters, highestSoleMeters,
                turnDegreesPerSecond, headMillimeters);
    }

    /** Running sums over the takes. */
    private static final class Sums {
        private int frames;
        private double leastEyes = Double.POSITIVE_INFINITY;
        private double mostEyes = Double.NEGATIVE_INFINITY;
        private double leastPelvis = Double.POSITIVE_INFINITY;
        private double mostPelvis = Double.NEGATIVE_INFINITY;
        private double skated;
        private int standing;
        private int standingFrames;
        private double lowest = Double.POSITIVE_INFINITY;
        private double highestSole = Double.NEGATIVE_INFINITY;
        private double headError;
        private final List<Double> turns = new java.util.ArrayList<>();

        void add(BodyTake take, HeadFrames given) {
            BodySequence motion = take.motion();
            BodyMesh mesh = BodyMesh.of(motion.skeleton());
            float[] vertices = new float[mesh.vertexCount() * 3];
            for (int t = 0; t < motion.frames(); t++) {
                heights(motion, t);
                mesh.vertices(motion, t, vertices);
                for (int v = 2; v < vertices.length; v += 3) {
                    lowest = Math.min(lowest, vertices[v]);
                }
                Vec3 measured = given.frames().get(take.firstFrame() + t).eyes();
                double up = take.floorInFile() + given.frames().get(take.firstFrame() + t).raisedMeters();
                headError += motion.eyesInWorld(t).plus(new Vec3(0, 0, up)).distanceTo(measured);
                if (t > 0) {
                    steps(motion, t);
                }
            }
        }

        private void heights(BodySequence motion, int t) {
            frames++;
            double eyes = motion.eyesInWorld(t).z();
            leastEyes = Math.min(leastEyes, eyes);
            mostEyes = Math.max(mostEyes, eyes);
            double pelvis = motion.jointInWorld(t, 0).z();
            leastPelvis = Math.min(leastPelvis, pelvis);
            mostPelvis = Math.max(mostPelvis, pelvis);
            double sole = Double.POSITIVE_INFINITY;
            boolean stands = false;
            for (SmplJoint ball : BALLS) {
                double above = motion.jointInWorld(t, ball.ordinal()).z() - motion.skeleton().ballHeightMeters();
                sole = Math.min(sole, above);
                stands |= above < NEAR_METERS;
            }
            highestSole = Math.max(highestSole, sole);
            standingFrames += stands ? 1 : 0;
        }

        private void steps(BodySequence motion, int t) {
            double near = motion.skeleton().ballHeightMeters() + NEAR_METERS;
            for (SmplJoint ball : BALLS) {
                Vec3 before = motion.jointInWorld(t - 1, ball.ordinal());
                Vec3 now = motion.jointInWorld(t, ball.ordinal());
                if (before.z() < near && now.z() < near) {
                    skated += Math.hypot(now.x() - before.x(), now.y() - before.y());
                    standing++;
                }
            }
            double turn = heading(motion, t) - heading(motion, t - 1);
            turns.add(Math.abs(Math.atan2(Math.sin(turn), Math.cos(turn))) * motion.framesPerSecond());
        }

        MotionFigures figures() {
            turns.sort(null);
            double turn = turns.isEmpty() ? Double.NaN : turns.get((int) (0.99 * (turns.size() - 1)));
            return new MotionFigures(
                    frames, leastEyes, mostEyes, leastPelvis, mostPelvis, standing == 0 ? Double.NaN : 1000 * skated / standing,
                    (double) standingFrames / frames, lowest, highestSole, Math.toDegrees(turn), 1000 * headError / frames);
        }
    }

    /** Where the pelvis faces, radians from +x; the direction of its left is level even when the body lies. */
    static double heading(BodySequence motion, int frame) {
        Vec3 left = motion.rotationInWorld(frame, SmplJoint.PELVIS.ordinal()).rotate(new Vec3(0, 1, 0));
        return Math.atan2(-left.x(), left.y());
    }
}
