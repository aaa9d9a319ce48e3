/** Media time in nanoseconds. */
@NullMarked
package org.egoscope.core.time;

import org.jspecify.annotations.NullMarked;
