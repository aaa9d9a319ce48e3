package org.egoscope.ingest.internal.sidecar;

import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;

/**
 * Nominal geometry of Project Aria glasses of the first generation, size S.
 *
 * <p>Their device frame is that of the left SLAM camera, which looks 38 degrees to the left. The central pupil frame (CPF: x left, y up, z
 * forward) is not calibrated per device; the makers give it by construction, as the pose of {@code camera-slam-left} in the CPF
 * (projectaria_tools, {@code DeviceCadExtrinsics}). Size L differs by 2.3 mm sideways and 0.8 mm in depth. Checked on an MPS recording of
 * somebody who stands and walks: pitch and roll of the CPF come out within 5 degrees of level.
 */
final class AriaGlasses {
    private static final Vec3 SLAM_LEFT_IN_CPF = new Vec3(0.069051, 0.002372, 0.009254);
    private static final Vec3 SLAM_LEFT_Y_IN_CPF = new Vec3(0.793353, 0, -0.608761);
    private static final Vec3 SLAM_LEFT_Z_IN_CPF = new Vec3(0.607927, -0.052336, 0.792266);

    /** Half a turn about the line of sight: from x right, y down to x left, y up. */
    private static final RigidTransform CPF_FROM_EYES = new RigidTransform(new Quaternion(0, 0, 0, 1), Vec3.ZERO);

    /** Axes of a forward-looking camera at the midpoint between the pupils. */
    static final RigidTransform DEVICE_FROM_EYES = cpfFromDevice().inverse().times(CPF_FROM_EYES);

    private AriaGlasses() {}

    private static RigidTransform cpfFromDevice() {
        Quaternion rotation = Quaternion.fromColumns(
                SLAM_LEFT_Y_IN_CPF.cross(SLAM_LEFT_Z_IN_CPF).normalized(), SLAM_LEFT_Y_IN_CPF.normalized(),
                SLAM_LEFT_Z_IN_CPF.normalized());
        return new RigidTransform(rotation, SLAM_LEFT_IN_CPF);
    }
}
