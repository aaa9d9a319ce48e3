/** The only place of this module that sees native types. */
@NullMarked
package org.egoscope.torch.internal;

import org.jspecify.annotations.NullMarked;
