/** The parts of the scene graph stage joined to one session. */
@NullMarked
package org.egoscope.scenegraph.internal;

import org.jspecify.annotations.NullMarked;
