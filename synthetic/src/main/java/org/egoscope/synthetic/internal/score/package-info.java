/** The scores behind {@code SyntheticEvaluation}: one class per part of the pipeline. */
@NullMarked
package org.egoscope.synthetic.internal.score;

import org.jspecify.annotations.NullMarked;
