/** Growing Arrow columns that take primitive values without boxing, and readers over loaded vectors. */
@NullMarked
package org.egoscope.storage.internal.column;

import org.jspecify.annotations.NullMarked;
