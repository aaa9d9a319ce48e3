package org.egoscope.core.video;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** One coded picture as it lies in the container. Owns its bytes; never changed. */
public final class EncodedPacket {
    private final long ptsNanos;
    private final long dtsNanos;
    private final boolean keyFrame;
    private final byte[] bytes;

    /** Takes ownership of {@code bytes}. Times are on the session's clock. */
    public EncodedPacket(long ptsNanos, long dtsNanos, boolean keyFrame, byte[] bytes) {
        this.ptsNanos = ptsNanos;
        this.dtsNanos = dtsNanos;
        this.keyFrame = keyFrame;
        this.bytes = bytes;
    }

    public long ptsNanos() {
        return ptsNanos;
    }

    public long dtsNanos() {
        return dtsNanos;
    }

    public boolean keyFrame() {
        return keyFrame;
    }

    public int size() {
        return bytes.length;
    }

    /** Read-only view, no copy. */
    public ByteBuffer bytes() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EncodedPacket that
                && ptsNanos == that.ptsNanos
                && dtsNanos == that.dtsNanos
                && keyFrame == that.keyFrame
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(ptsNanos) * 31 + Arrays.hashCode(bytes);
    }
}
