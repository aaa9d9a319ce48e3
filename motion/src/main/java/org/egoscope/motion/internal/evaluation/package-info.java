/** Scores of generated motion against recorded motion. Start with {@link org.egoscope.motion.internal.evaluation.EvaluationRun}. */
@NullMarked
package org.egoscope.motion.internal.evaluation;

import org.jspecify.annotations.NullMarked;
