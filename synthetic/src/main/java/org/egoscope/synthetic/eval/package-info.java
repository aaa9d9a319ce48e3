/** Scores predictions for a synthetic scene against its truth: start at {@code SyntheticEvaluation}. */
@NullMarked
package org.egoscope.synthetic.eval;

import org.jspecify.annotations.NullMarked;
