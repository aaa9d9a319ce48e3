/** The networks of the path with products in bfloat16 and in float32, on the same frames. */
@NullMarked
package org.egoscope.app.products;

import org.jspecify.annotations.NullMarked;
