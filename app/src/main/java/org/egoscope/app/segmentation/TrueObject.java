package org.egoscope.app.segmentation;

import org.egoscope.core.geometry.ImagePoint;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Mask;

/**
 * An object of the ground truth.
 *
 * @param id as the data set numbers it
 * @param box tight box of the mask
 * @param centre the pixel of the mask that is farthest from its outline
 */
record TrueObject(long id, Mask mask, BoundingBox box, ImagePoint centre) {}
