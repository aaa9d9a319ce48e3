package org.egoscope.perception.internal.segment;

import org.egoscope.core.Shape;

/**
 * A mask of the working picture that may be what a prompt means.
 *
 * @param bitmap 1 inside
 * @param predictedIou expected IoU with the true mask, 0..1
 * @param stability 0..1
 */
record Answer(@Shape("H W") byte[] bitmap, float predictedIou, float stability) {}
