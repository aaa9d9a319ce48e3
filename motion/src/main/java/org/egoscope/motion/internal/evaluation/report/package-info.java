/** Figures as CSV, Markdown and one page of HTML. */
@NullMarked
package org.egoscope.motion.internal.evaluation.report;

import org.jspecify.annotations.NullMarked;
