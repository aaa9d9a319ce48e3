package org.egoscope.scenegraph.internal.action;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import org.egoscope.scenegraph.internal.frame.Moment;

/** The frames of the last seconds, to find the frame at a time that is decided only afterwards. */
public final class FrameClock {
    /** Longer than any action is decided late. */
    private static final long KEEP_NANOS = 6_000_000_000L;

    /** 6 s at 120 frames per second. */
    private static final int MAX_FRAMES = 720;

    private final ArrayDeque<Moment> frames = new ArrayDeque<>();

    public void tick(Moment moment) {
        frames.addLast(moment);
        while (frames.size() > MAX_FRAMES || moment.startNanos() - frames.getFirst().startNanos() > KEEP_NANOS) {
            frames.removeFirst();
        }
    }

    /** The first remembered frame that begins at or after a time; the instant after the last frame if none does. */
    Moment at(long timeNanos) {
        for (Moment moment : frames) {
            if (moment.startNanos() >= timeNanos) {
                return moment;
            }
        }
        return now();
    }

    /** The instant after the last frame. */
    Moment now() {
        return frames.getLast().next();
    }

    public void write(DataOutput out) throws IOException {
        out.writeInt(frames.size());
        for (Moment moment : frames) {
            Moment.write(moment, out);
        }
    }

    public void read(DataInput in) throws IOException {
        frames.clear();
        for (int i = in.readInt(); i > 0; i--) {
            frames.addLast(Moment.readPresent(in));
        }
    }
}
