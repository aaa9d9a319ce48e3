/** Pose and camera files beside the video. */
@NullMarked
package org.egoscope.ingest.internal.sidecar;

import org.jspecify.annotations.NullMarked;
