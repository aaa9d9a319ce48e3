/** Head trajectory and hands to full-body motion. Start with {@link org.egoscope.motion.MotionEstimator}. */
@NullMarked
package org.egoscope.motion;

import org.jspecify.annotations.NullMarked;
