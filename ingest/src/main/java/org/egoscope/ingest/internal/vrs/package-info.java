/**
 * VRS recordings (Aria, Project Aria data sets): file and record headers, index, stream descriptions, data layouts, pictures.
 * Written from the format's published structure; everything is little-endian and packed.
 */
@NullMarked
package org.egoscope.ingest.internal.vrs;

import org.jspecify.annotations.NullMarked;
