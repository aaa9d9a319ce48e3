package org.egoscope.scenegraph.internal.relation;

import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Observation;

/**
 * The place on which a thing stands, seen at a slant: as wide as the thing, its front edge at the lower edge of the mask. It is as deep as
 * wide, or less if the mask is not high enough for that: a board is seen whole, of a bottle only its foot says where it stands. Heights
 * in the picture are stretched by the sine of the angle at which the view goes down, so that distances between footprints on one surface
 * are distances on that surface, in pixels of the things' own scale; plain image distances would take a thing far behind another for
 * its neighbour.
 */
record Footprint(double centerX, double centerDepth, double halfWidth, double halfDepth) {
    /** Looking down by less than this, depth on the surface cannot be told from the picture: sine of 12 degrees. */
    static final double LEAST_SLANT = 0.2;

    /** Sine of the looking-down angle where gravity is not known: a view at a table in front, 35 degrees. */
    private static final double USUAL_SLANT = 0.57;

    static Footprint of(BoundingBox box, Observation observation) {
        double slant = slant(box, observation);
        double halfDepth = Math.min(box.width(), box.height() / slant) / 2;
        return new Footprint(box.centerX(), box.bottom() / slant - halfDepth, box.width() / 2.0, halfDepth);
    }

    private static double slant(BoundingBox box, Observation observation) {
        if (observation.headPose().isLost()) {
            return USUAL_SLANT;
        }
        RigidTransform worldFromCamera = observation.headPose().worldFromDevice().times(observation.camera().deviceFromCamera());
        Vec3 rayInWorld = worldFromCamera.rotation().rotate(observation.camera().model().unproject(box.centerX(), box.bottom()));
        return Math.max(LEAST_SLANT, -rayInWorld.z());
    }

    /** Space between the two, in widths of the smaller one; 0 if they meet. */
    double gap(Footprint other) {
        double across = Math.max(0, Math.abs(centerX - other.centerX) - halfWidth - other.halfWidth);
        double along = Math.max(0, Math.abs(centerDepth - other.centerDepth) - halfDepth - other.halfDepth);
        return Math.hypot(across, along) / Math.max(1, 2 * Math.min(halfWidth, other.halfWidth));
    }
}
