/** Everyday motion made by rules, to train on where recorded motion is scarce. Start with {@link ProceduralMotion}. */
@NullMarked
package org.egoscope.motion.internal.procedure;

import org.jspecify.annotations.NullMarked;
