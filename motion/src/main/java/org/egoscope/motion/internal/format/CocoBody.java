package org.egoscope.motion.internal.format;

import static org.egoscope.core.motion.SmplJoint.HEAD;
import static org.egoscope.core.motion.SmplJoint.LEFT_COLLAR;
import static org.egoscope.core.motion.SmplJoint.LEFT_SHOULDER;
import static org.egoscope.core.motion.SmplJoint.NECK;
import static org.egoscope.core.motion.SmplJoint.PELVIS;
import static org.egoscope.core.motion.SmplJoint.RIGHT_COLLAR;
import static org.egoscope.core.motion.SmplJoint.RIGHT_SHOULDER;
import static org.egoscope.core.motion.SmplJoint.SPINE1;
import static org.egoscope.core.motion.SmplJoint.SPINE2;
import static org.egoscope.core.motion.SmplJoint.SPINE3;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;

/**
 * One annotated body of 17 COCO keypoints as our 22 joints.
 *
 * <p>Shoulders, elbows, wrists, hips, knees and ankles are taken over; one that is missing is NaN. The joints inside the trunk lie on
 * straight lines in the proportions of our rest pose: pelvis and spine between the middles of hips and neck, neck and head between the
 * middles of shoulders and ears, collars between spine and shoulders. The balls of the feet are not annotated: NaN. Rotations are fitted to
 * the positions ({@link BoneAlignment}); the head's follows ears and nose.
 */
final class CocoBody {
    private static final Map<SmplJoint, String> KEYPOINTS = Map.ofEntries(
            Map.entry(SmplJoint.LEFT_HIP, "left-hip"), Map.entry(SmplJoint.RIGHT_HIP, "right-hip"),
            Map.entry(SmplJoint.LEFT_KNEE, "left-knee"), Map.entry(SmplJoint.RIGHT_KNEE, "right-knee"),
            Map.entry(SmplJoint.LEFT_ANKLE, "left-ankle"), Map.entry(SmplJoint.RIGHT_ANKLE, "right-ankle"),
            Map.entry(LEFT_SHOULDER, "left-shoulder"), Map.entry(RIGHT_SHOULDER, "right-shoulder"),
            Map.entry(SmplJoint.LEFT_ELBOW, "left-elbow"), Map.entry(SmplJoint.RIGHT_ELBOW, "right-elbow"),
            Map.entry(SmplJoint.LEFT_WRIST, "left-wrist"), Map.entry(SmplJoint.RIGHT_WRIST, "right-wrist"));

    /** Heights in our rest pose as shares of the way from the hips' line to the neck, and from the shoulders' line to the ears. */
    private static final double PELVIS_SHARE = 0.15;

    private static final double SPINE1_SHARE = 0.33;
    private static final double SPINE2_SHARE = 0.56;
    private static final double SPINE3_SHARE = 0.64;
    private static final double NECK_SHARE = 0.31;
    private static final double HEAD_SHARE = 0.63;
    private static final double COLLAR_SHARE = 0.6;

    private static final Vec3 MISSING = new Vec3(Double.NaN, Double.NaN, Double.NaN);

    private final Vec3[] joints = new Vec3[BodySkeleton.JOINTS];
    private final Vec3 ears;
    private final Vec3 earsMiddle;
    private final Vec3 nose;

    CocoBody(JsonNode points) {
        Arrays.fill(joints, MISSING);
        KEYPOINTS.forEach((joint, keypoint) -> joints[joint.ordinal()] = point(points, keypoint));
        Vec3 leftEar = point(points, "left-ear");
        Vec3 rightEar = point(points, "right-ear");
        ears = leftEar.minus(rightEar);
        earsMiddle = leftEar.lerp(rightEar, 0.5);
        nose = point(points, "nose");
        fillTrunk();
    }

    private static Vec3 point(JsonNode points, String keypoint) {
        JsonNode point = points.path(keypoint);
        return new Vec3(
                point.path("x").asDouble(Double.NaN), point.path("y").asDouble(Double.NaN), point.path("z").asDouble(Double.NaN));
    }

    private Vec3 get(SmplJoint joint) {
        return joints[joint.ordinal()];
    }

    private void fillTrunk() {
        Vec3 shoulders = get(LEFT_SHOULDER).lerp(get(RIGHT_SHOULDER), 0.5);
        Vec3 hips = get(SmplJoint.LEFT_HIP).lerp(get(SmplJoint.RIGHT_HIP), 0.5);
        Vec3 neck = shoulders.lerp(earsMiddle, NECK_SHARE);
        joints[NECK.ordinal()] = neck;
        joints[HEAD.ordinal()] = shoulders.lerp(earsMiddle, HEAD_SHARE);
        joints[PELVIS.ordinal()] = hips.lerp(neck, PELVIS_SHARE);
        joints[SPINE1.ordinal()] = hips.lerp(neck, SPINE1_SHARE);
        joints[SPINE2.ordinal()] = hips.lerp(neck, SPINE2_SHARE);
        joints[SPINE3.ordinal()] = hips.lerp(neck, SPINE3_SHARE);
        joints[LEFT_COLLAR.ordinal()] = get(SPINE3).lerp(get(LEFT_SHOULDER), COLLAR_SHARE);
        joints[RIGHT_COLLAR.ordinal()] = get(SPINE3).lerp(get(RIGHT_SHOULDER), COLLAR_SHARE);
    }

    /** Without hips, shoulders or ears nothing else can be placed. */
    boolean hasTrunk() {
        return get(PELVIS).isFinite() && get(LEFT_COLLAR).isFinite() && get(RIGHT_COLLAR).isFinite();
    }

    private Quaternion[] rotations() {
        Quaternion[] rotations = BoneAlignment.fit(joints);
        Vec3 forward = nose.minus(earsMiddle);
        if (forward.isFinite() && Alignment.sine(ears, forward) > 0) {
            rotations[HEAD.ordinal()] = Alignment.of(new Vec3(0, 1, 0), new Vec3(1, 0, 0), ears, forward);
        }
        return rotations;
    }

    static BodySequence sequence(List<CocoBody> bodies, double framesPerSecond) {
        RecordedBody recorded = new RecordedBody(bodies.size());
        for (int t = 0; t < bodies.size(); t++) {
            Quaternion[] rotations = bodies.get(t).rotations();
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                recorded.put(t, j, rotations[j], bodies.get(t).joints[j]);
            }
        }
        return recorded.toSequence(framesPerSecond);
    }
}
