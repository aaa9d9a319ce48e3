package org.egoscope.perception.internal.headpose;

/** A frame whose pose is kept as a witness for triangulation and refinement. */
final class Keyframe {
    final long id;
    final CameraPose pose;

    Keyframe(long id, CameraPose pose) {
        this.id = id;
        this.pose = pose;
    }
}
