package org.egoscope.motion.internal;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;

/**
 * A track's conditions at the network's constant rate, whatever the rate of the frames: tick {@code k} lies {@code k / rate} seconds after
 * the first frame. Keeps the last ticks only.
 */
final class TickTrack {
    private final double ticksPerSecond;
    private final List<Tick> ticks = new ArrayList<>();
    private double startSeconds;
    private long firstIndex;
    private Tick last = Tick.NONE;

    /**
     * @param seconds media time
     * @param eyes midpoint between the pupils, in the axes of the head joint, floor at z = 0
     * @param leftWrist metres; NaN where not seen
     * @param rightWrist metres; NaN where not seen
     */
    record Tick(double seconds, RigidTransform eyes, Vec3 leftWrist, double leftConfidence, Vec3 rightWrist, double rightConfidence) {
        static final Tick NONE = new Tick(Double.NaN, RigidTransform.IDENTITY, Vec3.ZERO, 0, Vec3.ZERO, 0);

        Vec3 wrist(int hand) {
            return hand == 0 ? leftWrist : rightWrist;
        }

        double confidence(int hand) {
            return hand == 0 ? leftConfidence : rightConfidence;
        }

        Tick at(double when, Tick next) {
            double part = next.seconds > seconds ? (when - seconds) / (next.seconds - seconds) : 0;
            RigidTransform between = new RigidTransform(
                    eyes.rotation().slerp(next.eyes.rotation(), part), eyes.translation().lerp(next.eyes.translation(), part));
            Tick nearest = part < 0.5 ? this : next;
            return new Tick(
                    when, between, wristAt(0, next, part, nearest), nearest.leftConfidence, wristAt(1, next, part, nearest),
                    nearest.rightConfidence);
        }

        /** Between the two where both saw the hand, else where the nearer one saw it. */
        private Vec3 wristAt(int hand, Tick next, double part, Tick nearest) {
            boolean both = confidence(hand) > 0 && next.confidence(hand) > 0;
            return both ? wrist(hand).lerp(next.wrist(hand), part) : nearest.wrist(hand);
        }
    }

    TickTrack(double ticksPerSecond) {
        this.ticksPerSecond = ticksPerSecond;
    }

    void begin() {
        ticks.clear();
        firstIndex = 0;
        last = Tick.NONE;
    }

    /** Adds the ticks up to this frame; frames that were there before are ignored. */
    void extend(Tick frame) {
        if (Double.isNaN(last.seconds())) {
            startSeconds = frame.seconds();
            ticks.add(frame);
        } else if (frame.seconds() > last.seconds()) {
            while (secondsOf(end()) <= frame.seconds() + 1e-6) {
                ticks.add(last.at(Math.min(secondsOf(end()), frame.seconds()), frame));
            }
        } else {
            return;
        }
        last = frame;
    }

    /** Until there is a tick at or after the last frame: by the last frame itself, for the end of a track. */
    void closeUpTo(long index) {
        while (end() <= index) {
            ticks.add(new Tick(
                    secondsOf(end()), last.eyes(), last.leftWrist(), last.leftConfidence(), last.rightWrist(), last.rightConfidence()));
        }
    }

    double secondsOf(long index) {
        return startSeconds + index / ticksPerSecond;
    }

    /** Ticks since the start of the track, with a fraction. */
    double positionOf(double seconds) {
        return Math.max(0, (seconds - startSeconds) * ticksPerSecond);
    }

    /** First tick that is kept. */
    long first() {
        return firstIndex;
    }

    /** One after the last tick. */
    long end() {
        return firstIndex + ticks.size();
    }

    Tick get(long index) {
        return ticks.get((int) (index - firstIndex));
    }

    void forgetBefore(long index) {
        int count = (int) Math.max(0, Math.min(ticks.size(), index - firstIndex));
        ticks.subList(0, count).clear();
        firstIndex += count;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeDouble(startSeconds);
        out.writeLong(firstIndex);
        write(out, last);
        out.writeInt(ticks.size());
        for (Tick tick : ticks) {
            write(out, tick);
        }
    }

    void read(DataInputStream in) throws IOException {
        startSeconds = in.readDouble();
        firstIndex = in.readLong();
        last = readTick(in);
        ticks.clear();
        for (int left = in.readInt(); left > 0; left--) {
            ticks.add(readTick(in));
        }
    }

    private static void write(DataOutputStream out, Tick tick) throws IOException {
        Quaternion q = tick.eyes().rotation();
        Vec3 p = tick.eyes().translation();
        double[] values = {
            tick.seconds(), q.w(), q.x(), q.y(), q.z(), p.x(), p.y(), p.z(), tick.leftWrist().x(), tick.leftWrist().y(),
            tick.leftWrist().z(), tick.leftConfidence(), tick.rightWrist().x(), tick.rightWrist().y(), tick.rightWrist().z(),
            tick.rightConfidence()
        };
        for (double value : values) {
            out.writeDouble(value);
        }
    }

    private static Tick readTick(DataInputStream in) throws IOException {
        double[] v = new double[16];
        for (int i = 0; i < v.length; i++) {
            v[i] = in.readDouble();
        }
        return new Tick(
                v[0], new RigidTransform(new Quaternion(v[1], v[2], v[3], v[4]), new Vec3(v[5], v[6], v[7])),
                new Vec3(v[8], v[9], v[10]), v[11], new Vec3(v[12], v[13], v[14]), v[15]);
    }
}
