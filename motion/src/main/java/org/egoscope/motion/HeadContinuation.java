package org.egoscope.motion;

import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;

/**
 * How a head goes on that nobody measured: with the velocity and turn that it has, which decay exponentially. The time constants lie
 * where errors were smallest on the training clips of CMU and ReActIdle (6649 moments; tried: level 0.3 to 2 s, height 0.1 to 0.4 s, turn
 * 0.1 to 0.5 s). There is no bob with the steps: fitted to the last second of walking it left 26 mm of error in height after 1 s, a height
 * that is kept 27 mm, and this decay 32 mm (in walking only, an eighth of the moments).
 */
final class HeadContinuation {
    private static final double LEVEL_DECAY_SECONDS = 1.0;
    private static final double HEIGHT_DECAY_SECONDS = 0.1;
    private static final double TURN_DECAY_SECONDS = 0.2;

    /** Velocities are means over so long, against the jitter of single frames. */
    private static final double MEASURED_SECONDS = 1 / 15.0;

    private static final int HEAD = SmplJoint.HEAD.ordinal();

    private final float[] rotations;
    private final float[] positions;

    private HeadContinuation(int frames) {
        rotations = new float[frames * 4];
        positions = new float[frames * 3];
    }

    /** Metres and radians per second, in the world. */
    private record Motion(Vec3 velocity, Vec3 turn) {}

    /** The head of the past (at least 2 frames) and so many frames more. */
    static HeadTrajectory after(BodySequence past, int more) {
        if (past.frames() < 2) {
            throw PipelineException.badInput("forecast: expected at least 2 frames of the past, got " + past.frames());
        }
        HeadContinuation heads = new HeadContinuation(past.frames() + more);
        heads.copy(past, 0);
        int last = past.frames() - 1;
        Motion motion = motion(past, last - back(past), last);
        for (int i = 1; i <= more; i++) {
            double seconds = i / past.framesPerSecond();
            double level = way(seconds, LEVEL_DECAY_SECONDS);
            Vec3 moved = new Vec3(
                    motion.velocity().x() * level, motion.velocity().y() * level,
                    motion.velocity().z() * way(seconds, HEIGHT_DECAY_SECONDS));
            Quaternion turned = Quaternion.fromRotationVector(motion.turn().times(way(seconds, TURN_DECAY_SECONDS)));
            heads.put(last + i, turned.times(past.rotationInWorld(last, HEAD)), past.jointInWorld(last, HEAD).plus(moved));
        }
        return heads.trajectory(past);
    }

    /** How far something comes in a time whose speed of 1 decays. */
    private static double way(double seconds, double decaySeconds) {
        return decaySeconds * (1 - Math.exp(-seconds / decaySeconds));
    }

    private static int back(BodySequence body) {
        return Math.min(body.frames() - 1, (int) Math.max(1, Math.round(MEASURED_SECONDS * body.framesPerSecond())));
    }

    private static Motion motion(BodySequence body, int from, int to) {
        double seconds = (to - from) / body.framesPerSecond();
        Quaternion turned = body.rotationInWorld(to, HEAD).times(body.rotationInWorld(from, HEAD).conjugate());
        Vec3 moved = body.jointInWorld(to, HEAD).minus(body.jointInWorld(from, HEAD));
        return new Motion(moved.times(1 / seconds), turned.normalized().toRotationVector().times(1 / seconds));
    }

    private void copy(BodySequence body, int firstFrame) {
        for (int t = 0; t < body.frames(); t++) {
            put(firstFrame + t, body.rotationInWorld(t, HEAD), body.jointInWorld(t, HEAD));
        }
    }

    private void put(int t, Quaternion rotation, Vec3 position) {
        Quaternion q = rotation.normalized();
        rotations[t * 4] = (float) q.w();
        rotations[t * 4 + 1] = (float) q.x();
        rotations[t * 4 + 2] = (float) q.y();
        rotations[t * 4 + 3] = (float) q.z();
        positions[t * 3] = (float) position.x();
        positions[t * 3 + 1] = (float) position.y();
        positions[t * 3 + 2] = (float) position.z();
    }

    private HeadTrajectory trajectory(BodySequence like) {
        HeadTrajectory.Setting setting = new HeadTrajectory.Setting(like.framesPerSecond(), true, 0);
        return new HeadTrajectory(like.skeleton(), setting, rotations, positions, HeadTrajectory.Wrists.none(positions.length / 3));
    }
}
