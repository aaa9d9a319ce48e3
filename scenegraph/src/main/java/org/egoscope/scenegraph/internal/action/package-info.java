/** Atomic actions of hands, body and gaze by state machines. */
@NullMarked
package org.egoscope.scenegraph.internal.action;

import org.jspecify.annotations.NullMarked;
