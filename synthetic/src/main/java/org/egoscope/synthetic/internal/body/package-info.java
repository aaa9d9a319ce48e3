/** The wearer: limbs, hands and gait. */
@NullMarked
package org.egoscope.synthetic.internal.body;

import org.jspecify.annotations.NullMarked;
