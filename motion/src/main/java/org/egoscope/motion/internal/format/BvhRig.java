package org.egoscope.motion.internal.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySkeleton;
import org.jspecify.annotations.Nullable;

/** One naming of joints, as {@code rigs.txt} describes it. */
final class BvhRig {
    /** Where a joint of ours lies: at a joint of the file, at its End Site, between it and another, or further along its bone. */
    record Place(String joint, boolean atEndSite, @Nullable String other, double fraction) {}

    /** A bone that the file may lack: its offset in file units and axes, and the joints that hang at its end. */
    record Thorax(Vec3 offset, List<String> children) {}

    private final String name;
    private final List<List<Place>> places = new ArrayList<>();
    private final Map<Integer, Quaternion> axes = new HashMap<>();
    private @Nullable Thorax thorax;
    private boolean footTurnsWithAnkle;

    BvhRig(String name) {
        this.name = name;
        for (int j = 0; j < BodySkeleton.JOINTS; j++) {
            places.add(List.of());
        }
    }

    String name() {
        return name;
    }

    void place(SmplJoint joint, List<Place> alternatives) {
        places.set(joint.ordinal(), alternatives);
    }

    /** In order of preference. */
    List<Place> places(int joint) {
        return places.get(joint);
    }

    void axes(SmplJoint joint, Quaternion ownFromOurs) {
        axes.put(joint.ordinal(), ownFromOurs);
    }

    /** Our axes of the joint seen in the joint's own; null if the rest pose has to tell. */
    @Nullable Quaternion axes(int joint) {
        return axes.get(joint);
    }

    void thorax(Thorax bone) {
        thorax = bone;
    }

    @Nullable Thorax thorax() {
        return thorax;
    }

    void turnFootWithAnkle() {
        footTurnsWithAnkle = true;
    }

    boolean footTurnsWithAnkle() {
        return footTurnsWithAnkle;
    }
}
