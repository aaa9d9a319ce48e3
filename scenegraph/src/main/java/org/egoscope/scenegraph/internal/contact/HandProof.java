package org.egoscope.scenegraph.internal.contact;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.egoscope.scenegraph.internal.frame.Moment;

/**
 * Whether what is seen as a hand has shown to be one: since it came into view it has moved of its own, against what lies around. The edge
 * of a shelf or a cloth that is taken for a hand, surely and for long, stays where it is in the room. A hand that rests from the moment
 * it is seen is believed as soon as it moves.
 */
final class HandProof {
    /** Of motion in one go: three frames at 30 fps, more than a jump of keypoints. */
    private static final long LEAST_NANOS = 100_000_000L;

    private static final long LONGEST_STEP_NANOS = 100_000_000L;

    private long appearedNanos = Long.MIN_VALUE;
    private long movedNanos;
    private boolean proven;

    /** @param appearedNanos when the hand came into view */
    void see(long appearedNanos, boolean moves, Moment moment) {
        if (appearedNanos != this.appearedNanos) {
            this.appearedNanos = appearedNanos;
            movedNanos = 0;
            proven = false;
        }
        long step = Math.min(LONGEST_STEP_NANOS, moment.endNanos() - moment.startNanos());
        movedNanos = moves ? movedNanos + step : 0;
        proven |= movedNanos >= LEAST_NANOS;
    }

    boolean isProven() {
        return proven;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(appearedNanos);
        out.writeLong(movedNanos);
        out.writeBoolean(proven);
    }

    void read(DataInput in) throws IOException {
        appearedNanos = in.readLong();
        movedNanos = in.readLong();
        proven = in.readBoolean();
    }
}
