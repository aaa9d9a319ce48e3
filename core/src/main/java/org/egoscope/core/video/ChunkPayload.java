package org.egoscope.core.video;

import java.util.List;

/** Where the coded pictures of a chunk are. */
public sealed interface ChunkPayload {
    /** In the chunk itself: live streams, small. The lead-in packets come first. */
    record Inline(List<EncodedPacket> packets) implements ChunkPayload {
        public Inline {
            packets = List.copyOf(packets);
        }
    }

    /**
     * In a file that stays where it is.
     *
     * @param uri file URI
     * @param streamIndex video stream in the container
     * @param seekPts presentation stamp of the key frame to start decoding at, in the stream's time base
     * @param seekBytePosition byte offset of that key frame's packet, -1 if unknown
     */
    record FileReference(String uri, int streamIndex, long seekPts, long seekBytePosition) implements ChunkPayload {}

    /**
     * In the segment store, as a serialised {@link Inline} payload.
     *
     * @param uri place in the store
     * @param sha256 lower-case hex of the stored bytes, checked on reading
     */
    record SegmentReference(String uri, String sha256) implements ChunkPayload {}

    /** Nothing to decode: only gaps, sensor samples or the end of the session. */
    record None() implements ChunkPayload {}
}
