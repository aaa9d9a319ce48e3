package org.egoscope.app.motion;

import java.util.ArrayList;
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
 * @param skateMillimeters per frame, as EgoAllo measures it (Yi et al. 2025) and {@code eval motion} too: ways of toes and ankles along x
 *     and y, weighted by {@code 2 - 2^(h/H)} below the heights H, counted from the lowest joint of the run
 * @param standingShare of frames in which the ball of a foot is less than {@link #NEAR_METERS} above its place when standing
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
    private static final SmplJoint[] ANKLES = {SmplJoint.LEFT_ANKLE, SmplJoint.RIGHT_ANKLE};

    /** H of the skating measure. */
    private static final double BALL_LIMIT_METERS = 0.04;

    private static final double ANKLE_LIMIT_METERS = 0.08;

    static MotionFigures of(List<BodyTake> takes, HeadFrames frames) {
        Sums sums = new Sums();
        takes.forEach(take -> sums.add(take, frames));
        return sums.figures();
    }

    String toText() {
        return String.format(
                Locale.ROOT,
                "eyes         %.2f to %.2f m above the floor, pelvis %.2f to %.2f m%n"
                        + "feet         skate %.1f mm per frame (EgoAllo's measure); %.0f %% of frames have a foot on the floor%n"
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
        private int pairs;
        private int standingFrames;
        private double lowest = Double.POSITIVE_INFINITY;
        private double highestSole = Double.NEGATIVE_INFINITY;
        private double headError;
        private final List<Double> turns = new ArrayList<>();

        void add(BodyTake take, HeadFrames given) {
            BodySequence motion = take.motion();
            BodyMesh mesh = BodyMesh.of(motion.skeleton());
            float[] vertices = new float[mesh.vertexCount() * 3];
            double lowestJoint = Double.POSITIVE_INFINITY;
            for (int i = 2; i < motion.jointsInWorld().length; i += 3) {
                lowestJoint = Math.min(lowestJoint, motion.jointsInWorld()[i]);
            }
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
                    steps(motion, t, lowestJoint);
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

        private void steps(BodySequence motion, int t, double lowestJoint) {
            pairs++;
            for (int side = 0; side < BALLS.length; side++) {
                skated += slide(motion, t, BALLS[side], lowestJoint + BALL_LIMIT_METERS, BALL_LIMIT_METERS);
                skated += slide(motion, t, ANKLES[side], lowestJoint + ANKLE_LIMIT_METERS, ANKLE_LIMIT_METERS);
            }
            double turn = heading(motion, t) - heading(motion, t - 1);
            turns.add(Math.abs(Math.atan2(Math.sin(turn), Math.cos(turn))) * motion.framesPerSecond());
        }

        private static double slide(BodySequence motion, int t, SmplJoint joint, double below, double limit) {
            Vec3 before = motion.jointInWorld(t - 1, joint.ordinal());
            Vec3 now = motion.jointInWorld(t, joint.ordinal());
            double way = Math.abs(now.x() - before.x()) + Math.abs(now.y() - before.y());
            return now.z() < below ? way * (2 - Math.pow(2, (now.z() - below + limit) / limit)) : 0;
        }

        MotionFigures figures() {
            turns.sort(null);
            double turn = turns.isEmpty() ? Double.NaN : turns.get((int) (0.99 * (turns.size() - 1)));
            return new MotionFigures(
                    frames, leastEyes, mostEyes, leastPelvis, mostPelvis, pairs == 0 ? Double.NaN : 1000 * skated / pairs,
                    (double) standingFrames / frames, lowest, highestSole, Math.toDegrees(turn), 1000 * headError / frames);
        }
    }

    /** Where the pelvis faces, radians from +x; the direction of its left is level even when the body lies. */
    static double heading(BodySequence motion, int frame) {
        Vec3 left = motion.rotationInWorld(frame, SmplJoint.PELVIS.ordinal()).rotate(new Vec3(0, 1, 0));
        return Math.atan2(-left.x(), left.y());
    }
}
