/** What detectors of boxes with fixed priors have in common: decoding and suppression. */
@NullMarked
package org.egoscope.perception.internal.detect;

import org.jspecify.annotations.NullMarked;
