package org.egoscope.motion.internal.format;

import org.egoscope.core.PipelineException;
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
        RecordedBody body = new RecordedBody(frames);
        float[] contacts = new float[frames * BodySequence.CONTACTS];
        for (int t = 0; t < frames; t++) {
            double at = Math.min(t * step, motion.frames() - 1);
            int before = (int) Math.floor(at + SAME);
            double share = at - before < SAME ? 0 : at - before;
            if (share == 0) {
                body.copy(t, motion, before);
            } else {
                blend(body, t, motion, before, share);
            }
            for (int c = 0; c < BodySequence.CONTACTS; c++) {
                float first = motion.contact(before, c);
                contacts[t * BodySequence.CONTACTS + c] =
                        share == 0 ? first : (float) (first + (motion.contact(before + 1, c) - first) * share);
            }
        }
        return body.toSequence(framesPerSecond, motion.skeleton(), contacts);
    }

    private static void blend(RecordedBody body, int frame, BodySequence motion, int before, double share) {
        for (int j = 0; j < BodySkeleton.JOINTS; j++) {
            body.put(
                    frame, j,
                    motion.rotationInWorld(before, j).slerp(motion.rotationInWorld(before + 1, j), share),
                    motion.jointInWorld(before, j).lerp(motion.jointInWorld(before + 1, j), share));
        }
    }
}
