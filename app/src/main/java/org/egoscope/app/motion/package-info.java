/** Full-body motion from a given head trajectory, without video: files in, files and pictures out. */
@NullMarked
package org.egoscope.app.motion;

import org.jspecify.annotations.NullMarked;
