/** Frames to observations: masks, tracks, labels, hands, head pose. Start with {@link org.egoscope.perception.Perceiver}. */
@NullMarked
package org.egoscope.perception;

import org.jspecify.annotations.NullMarked;
