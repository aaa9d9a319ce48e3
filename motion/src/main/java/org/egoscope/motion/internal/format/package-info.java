/** Reading and writing of motion files: NumPy arrays, our compact clips, AMASS, BVH, body annotations. */
@NullMarked
package org.egoscope.motion.internal.format;

import org.jspecify.annotations.NullMarked;
