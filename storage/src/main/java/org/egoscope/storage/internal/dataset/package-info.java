/** Files and manifest of a dataset. */
@NullMarked
package org.egoscope.storage.internal.dataset;

import org.jspecify.annotations.NullMarked;
