/** What makes the motion: conditions per frame in, body poses out. Start with {@code MotionGenerator}. */
@NullMarked
package org.egoscope.motion.internal.flow;

import org.jspecify.annotations.NullMarked;
