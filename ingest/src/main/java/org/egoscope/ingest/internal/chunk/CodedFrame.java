package org.egoscope.ingest.internal.chunk;

/**
 * One packet of the video stream, in decode order.
 *
 * @param ordinal 0-based number in decode order
 * @param pts presentation stamp in the stream's time base
 * @param dts decoding stamp, or {@link #NO_STAMP}
 * @param durationTicks 0 if unknown
 * @param key true if decoding can begin here
 * @param shown false if the packet gives no picture of its own (VP8 alternate reference, trimmed by an edit list)
 * @param bytePosition offset in the file, -1 if unknown
 * @param bytes the packet where the payload travels in the chunk; empty for files
 */
public record CodedFrame(
        long ordinal, long pts, long dts, long durationTicks, boolean key, boolean shown, long bytePosition, byte[] bytes) {
    /** FFmpeg's AV_NOPTS_VALUE. */
    public static final long NO_STAMP = Long.MIN_VALUE;
}
