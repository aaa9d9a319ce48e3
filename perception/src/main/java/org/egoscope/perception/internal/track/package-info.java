/** Masks over time: motion field, association, labels by vote, snapshot. */
@NullMarked
package org.egoscope.perception.internal.track;

import org.jspecify.annotations.NullMarked;
