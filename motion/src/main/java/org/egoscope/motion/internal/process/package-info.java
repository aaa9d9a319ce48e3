/** How joints go on where nobody saw them, told from how they moved before and after. Start with {@code ProcessRegression}. */
@NullMarked
package org.egoscope.motion.internal.process;

import org.jspecify.annotations.NullMarked;
