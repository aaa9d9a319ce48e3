package org.egoscope.core.graph;

import org.egoscope.core.time.TimeRange;

/**
 * A relation that held from {@code span.start} until {@code span.end}.
 *
 * @param edgeId unique within the session
 * @param predicate such as {@code holds}, {@code touches}, {@code near}, {@code on}, {@code left_of}, {@code looks_at}
 * @param subject node id
 * @param object node id
 * @param span half-open interval
 * @param firstFrameIndex first frame in which it held
 * @param frameCount frames from the first to the last in which it held, both counted
 * @param meanConfidence 0..1 over the frames that support it
 * @param minConfidence 0..1
 */
public record GraphEdge(
        long edgeId,
        String predicate,
        Endpoint subject,
        Endpoint object,
        TimeRange span,
        long firstFrameIndex,
        long frameCount,
        float meanConfidence,
        float minConfidence)
        implements GraphEvent {
    /** One end of an edge, with the label at the time the edge closed. */
    public record Endpoint(long nodeId, long trackId, String label) {}
}
