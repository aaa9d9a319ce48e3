package org.egoscope.motion.internal.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySkeleton;
import org.jspecify.annotations.Nullable;

/** A rig found in a file: our 22 joints read off the file's joints, in the file's units but along our axes. */
final class BvhBinding {
    private final BvhFile file;
    private final BvhRig rig;
    private final BvhKinematics kinematics;
    private final Map<String, Integer> indices;
    private final BvhRig.Place[] places = new BvhRig.Place[BodySkeleton.JOINTS];
    private final int[] joints = new int[BodySkeleton.JOINTS];

    private BvhBinding(BvhFile file, BvhRig rig, Map<String, Integer> indices, List<BvhRig.Place> found) {
        this.file = file;
        this.rig = rig;
        this.indices = indices;
        this.kinematics = new BvhKinematics(file);
        for (int j = 0; j < BodySkeleton.JOINTS; j++) {
            places[j] = found.get(j);
            joints[j] = index(places[j].joint());
        }
        restoreThorax();
    }

    /** Refuses a file of which no rig knows all joints, with what the nearest one misses. */
    static BvhBinding of(BvhFile file) {
        Map<String, Integer> indices = new HashMap<>();
        for (int j = 0; j < file.joints().size(); j++) {
            indices.putIfAbsent(key(file.joints().get(j).name()), j);
        }
        String nearest = "";
        List<String> fewest = List.of();
        for (BvhRig rig : BvhRigs.all()) {
            List<String> missing = new ArrayList<>();
            List<BvhRig.Place> found = new ArrayList<>();
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                BvhRig.Place place = firstPresent(file, indices, rig.places(j));
                if (place == null) {
                    missing.add(rig.places(j).get(0).joint());
                } else {
                    found.add(place);
                }
            }
            if (missing.isEmpty()) {
                return new BvhBinding(file, rig, indices, found);
            }
            if (nearest.isEmpty() || missing.size() < fewest.size()) {
                nearest = rig.name();
                fewest = missing;
            }
        }
        throw PipelineException.badInput("BVH skeleton: expected the joints of a known rig, nearest is " + nearest + " but for " + fewest
                + ", got " + file.joints().stream().map(BvhFile.Joint::name).toList());
    }

    private static BvhRig.@Nullable Place firstPresent(
            BvhFile file, Map<String, Integer> indices, List<BvhRig.Place> alternatives) {
        for (BvhRig.Place place : alternatives) {
            Integer joint = indices.get(key(place.joint()));
            String other = place.other();
            boolean end = joint != null && (!place.atEndSite() || file.joints().get(joint).endSite() != null);
            if (end && (other == null || indices.containsKey(key(other)))) {
                return place;
            }
        }
        return null;
    }

    /** Name spaces ({@code Subject1:}, {@code mixamorig:}, {@code mixamorig_}) and case say nothing. */
    private static String key(String name) {
        String own = name.substring(name.lastIndexOf(':') + 1).strip().toLowerCase(Locale.ROOT);
        return own.startsWith("mixamorig") ? own.replaceFirst("^mixamorig\\d*_?", "") : own;
    }

    private int index(String name) {
        Integer index = indices.get(key(name));
        if (index == null) {
            throw PipelineException.badInput("BVH skeleton: expected joint " + name + ", got none");
        }
        return index;
    }

    private void restoreThorax() {
        BvhRig.Thorax bone = rig.thorax();
        if (bone == null) {
            return;
        }
        for (String child : bone.children()) {
            int joint = index(child);
            if (kinematics.offset(joint).norm() == 0) {
                kinematics.replaceOffset(joint, bone.offset());
            }
        }
    }

    BvhFile file() {
        return file;
    }

    BvhRig rig() {
        return rig;
    }

    void rest() {
        kinematics.rest();
    }

    void pose(int frame) {
        kinematics.pose(frame);
    }

    /** Of one of our 22 joints, along our axes, file units. */
    Vec3 position(int smplJoint) {
        BvhRig.Place place = places[smplJoint];
        int joint = joints[smplJoint];
        Vec3 base = kinematics.position(joint);
        String other = place.other();
        Vec3 endSite = file.joints().get(joint).endSite();
        Vec3 along = Vec3.ZERO;
        if (other != null) {
            along = kinematics.position(index(other)).minus(base).times(place.fraction());
        } else if (place.atEndSite() && endSite != null) {
            along = kinematics.rotation(joint).rotate(endSite);
        } else if (place.fraction() != 0) {
            along = kinematics.rotation(joint).rotate(kinematics.offset(joint).times(place.fraction()));
        }
        return SmplAxes.toOurs(base.plus(along));
    }

    /** Of the file's joint that plays ours, wherever on its bone ours lies; along our axes, file units. */
    Vec3 jointPosition(int smplJoint) {
        return SmplAxes.toOurs(kinematics.position(joints[smplJoint]));
    }

    /** The file's own axes of one of our 22 joints, both they and the world with coordinates in our order. */
    Quaternion rotation(int smplJoint) {
        boolean foot = smplJoint == SmplJoint.LEFT_FOOT.ordinal() || smplJoint == SmplJoint.RIGHT_FOOT.ordinal();
        int turning = foot && rig.footTurnsWithAnkle() ? BodySkeleton.parent(smplJoint) : smplJoint;
        return SmplAxes.toOurs(kinematics.rotation(joints[turning]));
    }

    /** Offset of the joint that plays ours, along our axes, file units. */
    Vec3 offset(int smplJoint) {
        return SmplAxes.toOurs(kinematics.offset(joints[smplJoint]));
    }

    /** End Site below the joint that plays ours, along our axes. */
    @Nullable Vec3 endSite(SmplJoint joint) {
        Vec3 end = file.joints().get(joints[joint.ordinal()]).endSite();
        return end == null ? null : SmplAxes.toOurs(end);
    }
}
