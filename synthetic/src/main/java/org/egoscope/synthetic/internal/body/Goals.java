package org.egoscope.synthetic.internal.body;

import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;

/**
 * What the body is to do at an instant, all in world space.
 *
 * @param pelvis place of the pelvis joint
 * @param yaw where the body faces, radians about +Z from +X
 * @param lean how far the trunk bends forward, radians
 * @param head rotation of the head joint
 * @param leftHand wrist joint and hand rotation
 * @param rightHand wrist joint and hand rotation
 * @param leftBall foot joint, the ball of the foot
 * @param rightBall foot joint
 * @param leftFootYaw where the toes point
 * @param rightFootYaw where the toes point
 */
public record Goals(
        Vec3 pelvis,
        double yaw,
        double lean,
        Quaternion head,
        RigidTransform leftHand,
        RigidTransform rightHand,
        Vec3 leftBall,
        Vec3 rightBall,
        double leftFootYaw,
        double rightFootYaw) {}
