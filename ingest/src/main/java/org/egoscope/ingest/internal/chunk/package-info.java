/** Cutting a stream of coded frames into chunks that can be decoded by themselves. Knows no native library. */
@NullMarked
package org.egoscope.ingest.internal.chunk;

import org.jspecify.annotations.NullMarked;
