/** Hands: palm boxes, landmarks, tracks, whose hand it is, depth; and a way without weights. */
@NullMarked
package org.egoscope.perception.internal.hands;

import org.jspecify.annotations.NullMarked;
