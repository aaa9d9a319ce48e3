/** Measures of motion as pure functions of a predicted and a true body. */
@NullMarked
package org.egoscope.motion.internal.evaluation.measure;

import org.jspecify.annotations.NullMarked;
