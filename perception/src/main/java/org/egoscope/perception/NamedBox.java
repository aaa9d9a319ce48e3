package org.egoscope.perception;

import org.egoscope.core.observation.BoundingBox;

/**
 * A box with a name.
 *
 * @param label a class of COCO
 * @param score 0..1
 * @param box pixels of the picture
 */
public record NamedBox(String label, float score, BoundingBox box) {}
