package org.egoscope.perception.internal.hands;

import org.egoscope.core.Shape;

/**
 * What the landmark network says of one crop.
 *
 * @param square the crop
 * @param xyInImage keypoints in image pixels
 * @param xyzInHand keypoints in metres about the hand's middle, axes as the camera's that looks straight at the crop; empty if the
 *     network does not give them
 * @param presence that the crop shows a hand, 0..1
 * @param rightProbability that it is a right hand, 0..1
 * @param contrast mean difference of brightness, 0..1, between places a 28th of the crop apart
 */
record HandReading(
        RotatedSquare square,
        @Shape("21 2") float[] xyInImage,
        @Shape("21 3") float[] xyzInHand,
        float presence,
        float rightProbability,
        float contrast) {}
