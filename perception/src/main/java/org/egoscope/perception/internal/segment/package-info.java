/** One picture to masks: edges, watershed, region hierarchy, proposals, detections. */
@NullMarked
package org.egoscope.perception.internal.segment;

import org.jspecify.annotations.NullMarked;
