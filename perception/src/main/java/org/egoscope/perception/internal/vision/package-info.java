/** Facts about OpenCV. */
@NullMarked
package org.egoscope.perception.internal.vision;

import org.jspecify.annotations.NullMarked;
