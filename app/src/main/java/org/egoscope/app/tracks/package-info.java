/** Evaluation of masks over time, and the cost of perception's parts. */
@NullMarked
package org.egoscope.app.tracks;

import org.jspecify.annotations.NullMarked;
