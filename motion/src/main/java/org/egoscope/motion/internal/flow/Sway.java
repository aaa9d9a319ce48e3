package org.egoscope.motion.internal.flow;

import org.egoscope.core.Shape;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.motion.HeadTrajectory;

/**
 * Where the head is relative to the mean of its places within {@link #REACH_SECONDS} before and after, in metres in the directions of its
 * own heading, and how far it has turned from its mean heading there, in radians. How somebody leans or shifts their weight shows here;
 * a network that is told the motion from frame to frame alone would have to sum it up itself. As invariant as that motion is: means and
 * places shift and turn with the world.
 */
final class Sway {
    private static final double[] REACH_SECONDS = {8 / 30.0, 24 / 30.0, 64 / 30.0};
    private static final int NUMBERS = 4;
    static final int CHANNELS = NUMBERS * REACH_SECONDS.length;

    private final HeadTrajectory head;
    private final int frames;
    /** Sums up to a frame, that frame left out; {@code [T + 1, 4]} of places relative to the first and of headings without jumps. */
    private final double[] sums;

    private Sway(HeadTrajectory head) {
        this.head = head;
        this.frames = head.frames();
        this.sums = new double[(frames + 1) * NUMBERS];
        double heading = 0;
        for (int t = 0; t < frames; t++) {
            heading = t == 0 ? angle(0) : heading + Math.IEEEremainder(angle(t) - heading, 2 * Math.PI);
            Vec3 place = place(t);
            int at = t * NUMBERS;
            sums[at + 4] = sums[at] + place.x();
            sums[at + 5] = sums[at + 1] + place.y();
            sums[at + 6] = sums[at + 2] + place.z();
            sums[at + 7] = sums[at + 3] + heading;
        }
    }

    /** Writes {@link #CHANNELS} numbers of every frame, the first at {@code at}, the next one {@code stride} further. */
    static void write(HeadTrajectory head, @Shape("T C") float[] values, int at, int stride) {
        Sway sway = new Sway(head);
        for (int t = 0; t < sway.frames; t++) {
            for (int r = 0; r < REACH_SECONDS.length; r++) {
                sway.write(t, (int) Math.round(REACH_SECONDS[r] * head.framesPerSecond()), values, at + t * stride + r * NUMBERS);
            }
        }
    }

    private Vec3 place(int t) {
        return head.eyesInWorld(t).minus(head.eyesInWorld(0));
    }

    private double angle(int t) {
        Quaternion heading = HeadFeatures.heading(head.headRotation(t));
        return 2 * Math.atan2(heading.z(), heading.w());
    }

    private void write(int t, int reach, float[] values, int at) {
        int from = Math.max(0, t - reach);
        int to = Math.min(frames, t + reach + 1);
        Vec3 mean = new Vec3(mean(from, to, 0), mean(from, to, 1), mean(from, to, 2));
        Vec3 moved = HeadFeatures.heading(head.headRotation(t)).conjugate().rotate(place(t).minus(mean));
        values[at] = (float) moved.x();
        values[at + 1] = (float) moved.y();
        values[at + 2] = (float) moved.z();
        values[at + 3] = (float) (sums[(t + 1) * NUMBERS + 3] - sums[t * NUMBERS + 3] - mean(from, to, 3));
    }

    private double mean(int from, int to, int number) {
        return (sums[to * NUMBERS + number] - sums[from * NUMBERS + number]) / (to - from);
    }
}
