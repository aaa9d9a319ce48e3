/** One frame made ready for reasoning: hands as regions, masks as shapes, motion free of the camera's, tracks with their memory. */
@NullMarked
package org.egoscope.scenegraph.internal.frame;

import org.jspecify.annotations.NullMarked;
