/** Tests of the scores. */
@NullMarked
package org.egoscope.synthetic.eval;

import org.jspecify.annotations.NullMarked;
