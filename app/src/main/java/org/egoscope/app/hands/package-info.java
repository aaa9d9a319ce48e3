/** Hands measured on real clips and labelled pictures, with sheets of random detections for people to judge. */
@NullMarked
package org.egoscope.app.hands;

import org.jspecify.annotations.NullMarked;
