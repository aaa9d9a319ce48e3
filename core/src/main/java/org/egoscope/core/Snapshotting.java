package org.egoscope.core;

/**
 * Something whose memory of the past can be written down and taken up again by another instance, also in another process.
 *
 * <p>The law: an instance that was given {@code restore(other.snapshot())} behaves from then on exactly as {@code other},
 * bit for bit on the same machine. Killed workers rely on it.
 */
public interface Snapshotting {
    byte[] snapshot();

    /** Replaces all memory. An empty array means "as new". */
    void restore(byte[] state);
}
