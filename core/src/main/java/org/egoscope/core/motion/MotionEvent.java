package org.egoscope.core.motion;

import org.egoscope.core.StreamItem;
import org.egoscope.core.video.Gap;

/** What motion gives: a window of posed frames, or a gap. */
public sealed interface MotionEvent extends StreamItem permits MotionWindow, Gap {}
