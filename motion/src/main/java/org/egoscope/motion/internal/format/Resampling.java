package org.egoscope.motion.internal.format;

import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;

/**
 * A motion at another frame rate: rotations of neighbouring frames on the shortest arc, positions and contacts on the straight line. The
 * first frame keeps its time; the last new frame is at or before the last old one. Nothing is smoothed: halving the rate keeps every
 * other frame bit for bit.
 */
public final class Resampling {
    /** Of a frame; nearer than this to an old frame a new one is that frame. */
    private static final double SAME = 1e-6;

    private Resampling() {}

    public static BodySequence to(BodySequence motion, double framesPerSecond) {
        if (!(framesPerSecond > 0 && framesPerSecond <= 1000)) {
            throw PipelineException.badConfig("frame rate: expected above 0 and at most 1000 1/s, got " + framesPerSecond);
        }
        if (framesPerSecond == motion.framesPerSecond() || motion.frames() == 0) {
            return motion;
        }
        double step = motion.framesPerSecond() / framesPerSecond;
        int frames = (int) Math.floor((motion.frames() - 1) / step + SAME) + 1;
        float[] rotations = new float[frames * BodySkeleton.JOINTS * 4];
        float[] joints = new float[frames * BodySkeleton.JOINTS * 3];
        float[] contacts = new float[frames * BodySequence.CONTACTS];
        for (int t = 0; t < frames; t++) {
            double at = Math.min(t * step, motion.frames() - 1);
            int before = (int) Math.floor(at + SAME);
            int after = Math.min(before + 1, motion.frames() - 1);
            double share = at - before < SAME ? 0 : at - before;
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                put(motion, before, after, share, j, rotations, joints, t);
            }
            for (int c = 0; c < BodySequence.CONTACTS; c++) {
                float first = motion.contact(before, c);
                contacts[t * BodySequence.CONTACTS + c] =
                        share == 0 ? first : (float) (first + (motion.contact(after, c) - first) * share);
            }
        }
        return new BodySequence(motion.skeleton(), framesPerSecond, rotations, joints, contacts);
    }

    private static void put(
            BodySequence motion, int before, int after, double share, int joint, float[] rotations, float[] joints, int frame) {
        int to = frame * BodySkeleton.JOINTS + joint;
        if (share == 0) {
            int from = before * BodySkeleton.JOINTS + joint;
            System.arraycopy(motion.rotationsInWorld(), from * 4, rotations, to * 4, 4);
            System.arraycopy(motion.jointsInWorld(), from * 3, joints, to * 3, 3);
            return;
        }
        Vec3 point = motion.jointInWorld(before, joint).lerp(motion.jointInWorld(after, joint), share);
        Floats.put(rotations, to, motion.rotationInWorld(before, joint).slerp(motion.rotationInWorld(after, joint), share));
        Floats.put(joints, to, point);
    }
}
