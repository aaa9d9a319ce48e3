package org.egoscope.motion.internal.format;

import java.util.List;
import org.egoscope.core.geometry.Vec3;
import org.jspecify.annotations.Nullable;

/**
 * A BVH file as it is written: file units, degrees, y up in nearly all files.
 *
 * @param joints in file order, so that a parent always precedes its children
 * @param frames number of frames
 * @param frameSeconds as the file says
 * @param values {@code [frames, channels]} in file order
 */
record BvhFile(List<Joint> joints, int frames, double frameSeconds, float[] values) {
    /** Channel codes: position along x, y, z; rotation about x, y, z. */
    static final int ROTATION = 3;

    /**
     * One joint.
     *
     * @param parent index, -1 for the root
     * @param channels codes in the order listed
     * @param firstChannel of all channels of a frame
     * @param endSite offset of the first End Site below the joint
     */
    record Joint(String name, int parent, Vec3 offset, List<Integer> channels, int firstChannel, @Nullable Vec3 endSite) {}

    int channels() {
        Joint last = joints.get(joints.size() - 1);
        return last.firstChannel() + last.channels().size();
    }
}
