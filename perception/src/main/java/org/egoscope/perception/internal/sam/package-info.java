/** The Segment Anything networks (Kirillov et al. 2023; MobileSAM, Zhang et al. 2023) on libtorch; checkpoints load by name. */
@NullMarked
package org.egoscope.perception.internal.sam;

import org.jspecify.annotations.NullMarked;
