/** Head pose: the measured one where there is one, else monocular visual odometry on OpenCV. */
@NullMarked
package org.egoscope.perception.internal.headpose;

import org.jspecify.annotations.NullMarked;
