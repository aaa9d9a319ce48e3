/** What motion emits: the wearer's body per frame, in SMPL joint order. */
@NullMarked
package org.egoscope.core.motion;

import org.jspecify.annotations.NullMarked;
