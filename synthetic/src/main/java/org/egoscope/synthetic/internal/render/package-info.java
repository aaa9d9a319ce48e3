/** Ray casting of analytic shapes with a depth buffer, textures and light. */
@NullMarked
package org.egoscope.synthetic.internal.render;

import org.jspecify.annotations.NullMarked;
