package org.egoscope.core.graph;

import org.egoscope.core.StreamItem;
import org.egoscope.core.video.Gap;

/** What scenegraph gives, oldest first. Intervals are emitted when they close; ids are unique within a session. */
public sealed interface GraphEvent extends StreamItem
        permits GraphNode, GraphEdge, EdgeEvidence, ContactSpan, ActionSpan, Correction, Gap {}
