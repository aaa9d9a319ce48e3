/** The embedded query engine. */
@NullMarked
package org.egoscope.storage.internal.query;

import org.jspecify.annotations.NullMarked;
