package org.egoscope.perception;

import org.egoscope.core.geometry.ImagePoint;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Mask;

/**
 * One of the masks of everything in a picture. Area and box are those of the mask.
 *
 * @param mask at picture size
 * @param predictedIou the segmenter's estimate of the IoU with the true mask; about 0..1
 * @param stability IoU of the masks that a higher and a lower threshold give, 0..1
 * @param point the click that brought it up, pixels of the picture
 * @param crop the part of the picture that was looked at
 */
public record AutomaticMask(Mask mask, float predictedIou, float stability, ImagePoint point, BoundingBox crop) {}
