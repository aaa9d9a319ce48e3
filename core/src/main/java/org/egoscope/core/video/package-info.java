/** What ingest emits: sessions, encoded chunks, decoded frames, sensor samples, gaps. */
@NullMarked
package org.egoscope.core.video;

import org.jspecify.annotations.NullMarked;
