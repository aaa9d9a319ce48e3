/** The only place of this module that knows FFmpeg: demuxing, decoding, scaling, encoding. */
@NullMarked
package org.egoscope.ingest.internal.ffmpeg;

import org.jspecify.annotations.NullMarked;
