package org.egoscope.motion.internal.format;

import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;

/**
 * Forward kinematics of a BVH file in its own units and axes. Rotation channels apply in the order listed, about the moving axes:
 * {@code Z Y X} is {@code Rz Ry Rx} on column vectors. Position channels replace the offset, of the root and of any other joint.
 */
final class BvhKinematics {
    private static final Vec3[] AXES = {new Vec3(1, 0, 0), new Vec3(0, 1, 0), new Vec3(0, 0, 1)};

    private final BvhFile file;
    private final Vec3[] offsets;
    private final Quaternion[] rotations;
    private final Vec3[] positions;

    BvhKinematics(BvhFile file) {
        this.file = file;
        int joints = file.joints().size();
        offsets = new Vec3[joints];
        rotations = new Quaternion[joints];
        positions = new Vec3[joints];
        for (int j = 0; j < joints; j++) {
            offsets[j] = file.joints().get(j).offset();
        }
    }

    /** Puts another offset in the place of the file's. */
    void replaceOffset(int joint, Vec3 offset) {
        offsets[joint] = offset;
    }

    Vec3 offset(int joint) {
        return offsets[joint];
    }

    /** All rotations zero, the root at its offset. */
    void rest() {
        for (int j = 0; j < offsets.length; j++) {
            place(j, Quaternion.IDENTITY, offsets[j]);
        }
    }

    void pose(int frame) {
        for (int j = 0; j < offsets.length; j++) {
            BvhFile.Joint joint = file.joints().get(j);
            int at = frame * file.channels() + joint.firstChannel();
            Quaternion local = Quaternion.IDENTITY;
            double[] offset = {offsets[j].x(), offsets[j].y(), offsets[j].z()};
            for (int c = 0; c < joint.channels().size(); c++) {
                int code = joint.channels().get(c);
                float value = file.values()[at + c];
                if (code < BvhFile.ROTATION) {
                    offset[code] = value;
                } else {
                    local = local.times(Quaternion.fromAxisAngle(AXES[code - BvhFile.ROTATION], Math.toRadians(value)));
                }
            }
            place(j, local, new Vec3(offset[0], offset[1], offset[2]));
        }
    }

    private void place(int joint, Quaternion local, Vec3 offset) {
        int parent = file.joints().get(joint).parent();
        rotations[joint] = parent < 0 ? local : rotations[parent].times(local);
        positions[joint] = parent < 0 ? offset : positions[parent].plus(rotations[parent].rotate(offset));
    }

    Quaternion rotation(int joint) {
        return rotations[joint];
    }

    Vec3 position(int joint) {
        return positions[joint];
    }
}
