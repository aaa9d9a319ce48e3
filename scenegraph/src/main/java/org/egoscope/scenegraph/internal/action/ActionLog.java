package org.egoscope.scenegraph.internal.action;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;
import org.egoscope.core.Sink;
import org.egoscope.core.graph.ActionSpan;
import org.egoscope.core.graph.GraphEvent;
import org.egoscope.core.observation.HandSide;
import org.egoscope.scenegraph.Verb;
import org.egoscope.scenegraph.internal.frame.Moment;
import org.egoscope.scenegraph.internal.relation.EdgeKey;
import org.egoscope.scenegraph.internal.relation.NodeBook;
import org.jspecify.annotations.Nullable;

/** Numbers and emits actions. */
public final class ActionLog {
    static final String METHOD = "rules";

    private final NodeBook nodes;
    private long nextActionId = 1;

    public ActionLog(NodeBook nodes) {
        this.nodes = nodes;
    }

    /** Who did what to what, {@code [start, end)}. */
    record Doing(Verb verb, @Nullable HandSide side, long trackId, Moment start, Moment end, float confidence) {
        long durationNanos() {
            return end.startNanos() - start.startNanos();
        }
    }

    /** Emits the action; an empty span is no action. */
    void emit(Doing doing, Sink<? super GraphEvent> out) {
        long frames = doing.end().frameIndex() - doing.start().frameIndex();
        if (frames < 1 || doing.durationNanos() <= 0) {
            return;
        }
        String label = doing.trackId() == 0 ? "" : nodes.label(EdgeKey.nodeOfTrack(doing.trackId()));
        out.emit(new ActionSpan(
                nextActionId++,
                doing.verb().wireName(),
                Optional.ofNullable(doing.side()),
                doing.trackId(),
                label,
                doing.start().until(doing.end()),
                doing.start().frameIndex(),
                frames,
                doing.confidence(),
                METHOD));
    }

    public void write(DataOutput out) throws IOException {
        out.writeLong(nextActionId);
    }

    public void read(DataInput in) throws IOException {
        nextActionId = in.readLong();
    }
}
