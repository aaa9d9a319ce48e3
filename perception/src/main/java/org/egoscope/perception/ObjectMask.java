package org.egoscope.perception;

import org.egoscope.core.observation.Mask;

/**
 * Where an object is in a frame.
 *
 * @param objectId as given with its first prompt
 * @param mask at frame size; empty where the object is not to be seen
 * @param predictedIou estimate of the IoU with the true mask, 0..1
 * @param objectScore logit of the object's being in the picture; above 0 it is
 * @param stability IoU of the masks that a threshold one higher and one lower gives, 0..1
 */
public record ObjectMask(int objectId, Mask mask, float predictedIou, float objectScore, float stability) {
    /** Whether the object is to be seen. */
    public boolean visible() {
        return objectScore > 0;
    }
}
