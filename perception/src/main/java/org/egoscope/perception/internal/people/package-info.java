/** Other people: bodies and their tracks; faces and their blurring. */
@NullMarked
package org.egoscope.perception.internal.people;

import org.jspecify.annotations.NullMarked;
