/** Any source to timed encoded chunks, chunks to frames, sensor files beside the video. */
@NullMarked
package org.egoscope.ingest;

import org.jspecify.annotations.NullMarked;
