/** What control of a generator is worth: drawn paths, frames filled in, and forecasts, against recorded motion and simple rules. */
@NullMarked
package org.egoscope.motion.internal.evaluation.control;

import org.jspecify.annotations.NullMarked;
