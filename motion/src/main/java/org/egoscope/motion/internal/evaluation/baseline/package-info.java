/** Simple predictors of the body from the head, against which networks are measured. */
@NullMarked
package org.egoscope.motion.internal.evaluation.baseline;

import org.jspecify.annotations.NullMarked;
