/**
 * Guidance: a predicted body is moved as little as possible so that its feet stand still, its wrists are where they were seen, and it
 * keeps to the floor and to its joints' ranges. Start with {@link org.egoscope.motion.internal.guidance.BodyGuidance}.
 */
@NullMarked
package org.egoscope.motion.internal.guidance;

import org.jspecify.annotations.NullMarked;
