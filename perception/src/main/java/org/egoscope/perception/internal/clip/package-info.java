/** CLIP: pictures and texts as vectors that can be compared (Radford et al. 2021). */
@NullMarked
package org.egoscope.perception.internal.clip;

import org.jspecify.annotations.NullMarked;
