package org.egoscope.core.video;

import org.egoscope.core.StreamItem;

/** What a decoder gives: a frame, or the news that frames are missing. */
public sealed interface FrameEvent extends StreamItem permits VideoFrame, Gap {}
