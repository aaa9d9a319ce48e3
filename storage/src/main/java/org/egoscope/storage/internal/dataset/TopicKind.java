package org.egoscope.storage.internal.dataset;

import java.util.List;
import java.util.Locale;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.video.Gap;

/** What a topic carries, told by the last part of its name: {@code ego.observations}, {@code test.observations}. */
public enum TopicKind {
    SESSIONS(List.of()),
    OBSERVATIONS(List.of("ingest", "perception")),
    MOTION(List.of("motion")),
    GRAPH(List.of("scenegraph"));

    private final List<String> stages;

    /** @param stages stages whose gaps appear here first; later topics only pass them on */
    TopicKind(List<String> stages) {
        this.stages = stages;
    }

    public static TopicKind of(String topic) {
        String name = topic.substring(topic.lastIndexOf('.') + 1);
        for (TopicKind kind : values()) {
            if (kind.fileName().equals(name)) {
                return kind;
            }
        }
        throw PipelineException.badConfig("topic: expected one that ends with sessions, observations, motion or graph, got " + topic);
    }

    /** As in file names. */
    public String fileName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** True if the gap's rows belong to this topic, so that a gap that is passed on is stored once. */
    public boolean owns(Gap gap) {
        // Fused stages are named by all their parts, and their gaps appear behind the last one.
        String stage = gap.stage().substring(gap.stage().lastIndexOf('+') + 1);
        for (TopicKind kind : values()) {
            if (kind.stages.contains(stage)) {
                return kind == this;
            }
        }
        throw new PipelineException(
                ErrorKind.INTERNAL, "stage of a gap: expected ingest, perception, motion or scenegraph, got " + gap.stage());
    }

    /** A record of a session stands for itself and is rolled at once: its topic is compacted, so sequence numbers have holes. */
    public boolean isDense() {
        return this != SESSIONS;
    }
}
