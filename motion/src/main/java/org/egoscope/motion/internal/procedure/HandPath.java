package org.egoscope.motion.internal.procedure;

import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.geometry.Vec3;

/** Where one wrist goes: at rest in the trunk's space (carried along), held at a place in the world, or on the way between. */
final class HandPath {
    /** From the shoulder, turned with the trunk about the vertical only: a hanging arm hangs whatever the trunk's lean. */
    final Track[] rest = new Track[3];

    final Track[] world = {new Track(0), new Track(0), new Track(0)};
    /** 0 at rest, 1 held in the world. */
    final Track held = new Track(0);
    /** Elbow out to the side, radians about the line from shoulder to wrist. */
    final Track swivel = new Track(0);
    /** Palm turned down from facing inwards, radians. */
    final Track pronation = new Track(0.2);

    private final List<double[]> contacts = new ArrayList<>();
    private double freeFrom = Double.NEGATIVE_INFINITY;

    HandPath(Vec3 atRest) {
        rest[0] = new Track(atRest.x());
        rest[1] = new Track(atRest.y());
        rest[2] = new Track(atRest.z());
    }

    void restAt(double start, double duration, Vec3 fromShoulder) {
        move(rest, start, duration, fromShoulder);
    }

    void holdAt(double start, double duration, Vec3 placeInWorld) {
        if (isHeld()) {
            move(world, start, duration, placeInWorld);
            return;
        }
        // Not before it has quite let go of the last place: people may have walked away from that one.
        double free = Math.max(start, freeFrom);
        move(world, free, 0, placeInWorld);
        held.moveTo(free, duration, 1);
    }

    void release(double start, double duration) {
        held.moveTo(start, duration, 0);
        freeFrom = Math.max(freeFrom, start + duration);
    }

    Vec3 heldPlace() {
        return new Vec3(world[0].target(), world[1].target(), world[2].target());
    }

    boolean isHeld() {
        return held.target() == 1;
    }

    /** Rests on something from here until told otherwise. */
    void touch(double start) {
        stopTouching(start);
        contacts.add(new double[] {start, Double.POSITIVE_INFINITY});
    }

    void stopTouching(double at) {
        if (!contacts.isEmpty()) {
            double[] last = contacts.get(contacts.size() - 1);
            last[1] = Math.min(last[1], at);
        }
    }

    boolean touchingAt(double seconds) {
        for (double[] contact : contacts) {
            if (seconds >= contact[0] && seconds <= contact[1]) {
                return true;
            }
        }
        return false;
    }

    static void move(Track[] tracks, double start, double duration, Vec3 to) {
        tracks[0].moveTo(start, duration, to.x());
        tracks[1].moveTo(start, duration, to.y());
        tracks[2].moveTo(start, duration, to.z());
    }

    static Vec3 at(Track[] tracks, double seconds) {
        return new Vec3(tracks[0].at(seconds), tracks[1].at(seconds), tracks[2].at(seconds));
    }
}
