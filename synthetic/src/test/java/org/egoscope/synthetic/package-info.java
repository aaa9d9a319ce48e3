/** Tests of the synthetic scene. */
@NullMarked
package org.egoscope.synthetic;

import org.jspecify.annotations.NullMarked;
