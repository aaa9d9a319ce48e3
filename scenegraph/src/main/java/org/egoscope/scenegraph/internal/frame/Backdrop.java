package org.egoscope.scenegraph.internal.frame;

import java.util.Arrays;
import java.util.List;
import org.egoscope.core.geometry.ImageSize;

/**
 * How what lies around a place moves in the picture after the head's motion is taken out: the median of the things there. It is zero where
 * the head's motion is known and all lies at one depth; where it is not, everything drifts alike, and what drifts with everything does not
 * move.
 *
 * @param velocityX pixels per second; 0 where too little is seen to tell
 * @param velocityY likewise
 */
public record Backdrop(double velocityX, double velocityY) {
    /** Where too little is seen to tell. */
    public static final Backdrop STILL = new Backdrop(0, 0);

    /** Fewer than this may all be in the hand. */
    private static final int LEAST_THINGS = 5;

    /** The motion of a thing seen more briefly is not known yet. */
    private static final int LEAST_SIGHTINGS = 8;

    /** Of the things whose middles lie within a radius, pixels. What the picture's edge cuts says nothing. */
    public static Backdrop around(double x, double y, double radius, List<Thing> things, ImageSize size) {
        double[] velocitiesX = new double[things.size()];
        double[] velocitiesY = new double[things.size()];
        int count = 0;
        for (Thing thing : things) {
            boolean near = Math.hypot(thing.shape().centroidX() - x, thing.shape().centroidY() - y) <= radius;
            if (near && thing.track().sightings() >= LEAST_SIGHTINGS && !thing.isCut(size)) {
                velocitiesX[count] = thing.track().motion().velocityX();
                velocitiesY[count++] = thing.track().motion().velocityY();
            }
        }
        return count < LEAST_THINGS ? STILL : new Backdrop(median(velocitiesX, count), median(velocitiesY, count));
    }

    private static double median(double[] values, int count) {
        Arrays.sort(values, 0, count);
        return (values[(count - 1) / 2] + values[count / 2]) / 2;
    }

    /**
     * What is left of a velocity as motion of a thing's own, pixels per second: the slower of what it is against the place where it would
     * be at rest, and against what lies around.
     */
    public double ownSpeed(double ofX, double ofY) {
        return Math.min(Math.hypot(ofX, ofY), Math.hypot(ofX - velocityX, ofY - velocityY));
    }
}
