package org.egoscope.ingest.internal.chunk;

import java.util.List;

/**
 * The frames of one chunk, still in the stream's own time base.
 *
 * @param firstFrameIndex index of the first frame, in presentation order
 * @param pts presentation stamps, rising; empty if the cut holds only a gap
 * @param endPts where the next chunk begins
 * @param keyPts stamp of the key frame to decode from
 * @param keyBytePosition its place in the file, -1 if unknown
 * @param leadInFrames frames from the key frame on that come before the first one
 * @param packets what to decode, in decode order; empty if packets carry no bytes
 * @param framesBeforeKey frames just before {@code firstFrameIndex} that no key frame precedes
 * @param framesBeforeKeyPts stamp of the first of these
 */
public record Cut(
        long firstFrameIndex,
        List<Long> pts,
        long endPts,
        long keyPts,
        long keyBytePosition,
        int leadInFrames,
        List<CodedFrame> packets,
        long framesBeforeKey,
        long framesBeforeKeyPts) {}
