/** SAM 2 and 2.1 (Ravi et al. 2024): one picture to maps, prompts and memories of earlier pictures to masks. */
@NullMarked
package org.egoscope.perception.internal.sam2;

import org.jspecify.annotations.NullMarked;
