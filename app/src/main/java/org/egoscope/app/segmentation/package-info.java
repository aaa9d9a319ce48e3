/** Scores of prompted and automatic masks against pixel ground truth. */
@NullMarked
package org.egoscope.app.segmentation;

import org.jspecify.annotations.NullMarked;
