/** A small furnished scene with known truth, seen from a headset: start at {@code SyntheticScene}. */
@NullMarked
package org.egoscope.synthetic;

import org.jspecify.annotations.NullMarked;
