/** The words all stages share: stage, batch, errors. Start with {@link org.egoscope.core.Stage}. */
@NullMarked
package org.egoscope.core;

import org.jspecify.annotations.NullMarked;
