package org.egoscope.storage;

import org.egoscope.core.lineage.RunInfo;
import org.egoscope.core.video.SessionInfo;

/** What the topic of sessions carries: what is known of a recording, and what it is processed with. */
public sealed interface SessionRecord {
    /** A recording. */
    record Session(SessionInfo info) implements SessionRecord {}

    /** The plan that its rows are made with. */
    record Run(RunInfo info) implements SessionRecord {}
}
