/** Tests of the parts of the scores. */
@NullMarked
package org.egoscope.synthetic.internal.score;

import org.jspecify.annotations.NullMarked;
