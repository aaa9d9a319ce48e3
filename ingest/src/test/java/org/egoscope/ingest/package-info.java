/** Tests of ingest and the numbered clips they run on. */
@NullMarked
package org.egoscope.ingest;

import org.jspecify.annotations.NullMarked;
