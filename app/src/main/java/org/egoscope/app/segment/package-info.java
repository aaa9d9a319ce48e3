/** Masks of pictures and videos by prompts, as files for people and for COCO's tools. */
@NullMarked
package org.egoscope.app.segment;

import org.jspecify.annotations.NullMarked;
