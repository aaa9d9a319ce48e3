package org.egoscope.core;

import org.egoscope.core.time.TimeRange;

/** What travels between stages. Every item says which input frames it stands for, so that none can vanish unseen. */
public interface StreamItem {
    /** Index of the first input frame, 0-based in presentation order. */
    long firstFrameIndex();

    /** Number of input frames this item stands for; 0 for items that are not about a run of frames. */
    long frameCount();

    /** Media time covered, {@code [start, end)}. */
    TimeRange span();
}
