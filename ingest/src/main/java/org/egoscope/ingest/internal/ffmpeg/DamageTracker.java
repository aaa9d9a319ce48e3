package org.egoscope.ingest.internal.ffmpeg;

import java.util.Arrays;

/**
 * Which decoded pictures show what was coded. A picture that is flagged, or that never came out, spoils every later one up to the
 * next key frame, because those are built on it: decoders give them without any flag, and what they show depends on leftovers in
 * the decoder's buffers, so they would even differ from run to run.
 *
 * <p>Works on presentation stamps alone, so that the verdict does not depend on the number of decoder threads or on where the
 * decoder was started.
 */
final class DamageTracker {
    private long[] fedStamps = new long[64];
    private boolean[] fedKeys = new boolean[64];
    private int count;
    private boolean spoiled;

    void reset() {
        count = 0;
        spoiled = false;
    }

    /** A packet that shall give a picture went to the decoder. */
    void fed(long pts, boolean key) {
        if (count == fedStamps.length) {
            fedStamps = Arrays.copyOf(fedStamps, 2 * count);
            fedKeys = Arrays.copyOf(fedKeys, 2 * count);
        }
        int at = count++;
        while (at > 0 && fedStamps[at - 1] > pts) {
            fedStamps[at] = fedStamps[at - 1];
            fedKeys[at] = fedKeys[at - 1];
            at--;
        }
        fedStamps[at] = pts;
        fedKeys[at] = key;
    }

    /** A picture came out; true if it can be trusted. */
    boolean cameOut(long pts, boolean flagged) {
        int at = 0;
        boolean missing = false;
        while (at < count && fedStamps[at] < pts) {
            missing = true;
            at++;
        }
        boolean key = false;
        if (at < count && fedStamps[at] == pts) {
            key = fedKeys[at];
            at++;
        }
        drop(at);
        spoiled = flagged || (!key && (spoiled || missing));
        return !spoiled;
    }

    private void drop(int number) {
        System.arraycopy(fedStamps, number, fedStamps, 0, count - number);
        System.arraycopy(fedKeys, number, fedKeys, 0, count - number);
        count -= number;
    }
}
