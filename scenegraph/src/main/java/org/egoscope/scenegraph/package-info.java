/** Motion windows to contacts, atomic actions and the temporal scene graph. */
@NullMarked
package org.egoscope.scenegraph;

import org.jspecify.annotations.NullMarked;
