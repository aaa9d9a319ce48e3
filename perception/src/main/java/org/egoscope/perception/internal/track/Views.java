package org.egoscope.perception.internal.track;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A few sights of one thing as {@link AppearanceNetwork} sees them, oldest first: a thing that has turned looks like itself from another
 * side, not like the mean of its sides.
 */
final class Views {
    private static final int MOST = 5;

    /** Cosine from which two sights are of one side; the later one is kept. */
    private static final float SAME_SIDE = 0.9f;

    private final List<byte[]> sights = new ArrayList<>();
    private long lastNanos = Long.MIN_VALUE;

    boolean isEmpty() {
        return sights.isEmpty();
    }

    int size() {
        return sights.size();
    }

    /** When the last one was learned; the smallest number if none was. */
    long lastNanos() {
        return lastNanos;
    }

    /** Takes the place of what it is like, else of the oldest where there is no room. */
    void learn(byte[] sight, long nanos) {
        int like = -1;
        float most = SAME_SIDE;
        for (int i = 0; i < sights.size(); i++) {
            float cosine = cosine(sights.get(i), sight);
            if (cosine >= most) {
                like = i;
                most = cosine;
            }
        }
        if (like >= 0) {
            sights.remove(like);
        } else if (sights.size() == MOST) {
            sights.remove(0);
        }
        sights.add(sight);
        lastNanos = nanos;
    }

    /** Takes over the sights of the same thing, or a part of it, as far as there is room. */
    void addAll(Views others) {
        for (byte[] sight : others.sights) {
            if (sights.size() < MOST) {
                sights.add(sight);
            }
        }
        lastNanos = Math.max(lastNanos, others.lastNanos);
    }

    void clear() {
        sights.clear();
        lastNanos = Long.MIN_VALUE;
    }

    /** Largest cosine with a known sight, 0..1; NaN if none is known. */
    float likeness(byte[] sight) {
        float most = Float.NaN;
        for (byte[] known : sights) {
            float cosine = cosine(known, sight);
            most = most >= cosine ? most : cosine;
        }
        return most;
    }

    private static float cosine(byte[] a, byte[] b) {
        long ab = 0;
        long aa = 0;
        long bb = 0;
        for (int i = 0; i < a.length; i++) {
            int x = a[i] & 255;
            int y = b[i] & 255;
            ab += x * y;
            aa += x * x;
            bb += y * y;
        }
        return (float) (ab / Math.sqrt(Math.max(1.0, (double) aa * bb)));
    }

    void write(DataOutputStream out) throws IOException {
        out.writeLong(lastNanos);
        out.writeByte(sights.size());
        for (byte[] sight : sights) {
            out.write(sight);
        }
    }

    void read(DataInputStream in) throws IOException {
        lastNanos = in.readLong();
        sights.clear();
        for (int count = in.readByte(); count > 0; count--) {
            byte[] sight = new byte[AppearanceNetwork.FEATURES];
            in.readFully(sight);
            sights.add(sight);
        }
    }
}
