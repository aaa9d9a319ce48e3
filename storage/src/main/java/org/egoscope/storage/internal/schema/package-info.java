/** Columns of every type that travels, shared by topics and tables. */
@NullMarked
package org.egoscope.storage.internal.schema;

import org.jspecify.annotations.NullMarked;
