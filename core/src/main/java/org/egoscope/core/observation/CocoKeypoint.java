package org.egoscope.core.observation;

/** The 17 body keypoints of COCO in its order, each with its place among the 33 of MediaPipe pose; both mean the person's own left. */
public enum CocoKeypoint {
    NOSE(0),
    LEFT_EYE(2),
    RIGHT_EYE(5),
    LEFT_EAR(7),
    RIGHT_EAR(8),
    LEFT_SHOULDER(11),
    RIGHT_SHOULDER(12),
    LEFT_ELBOW(13),
    RIGHT_ELBOW(14),
    LEFT_WRIST(15),
    RIGHT_WRIST(16),
    LEFT_HIP(23),
    RIGHT_HIP(24),
    LEFT_KNEE(25),
    RIGHT_KNEE(26),
    LEFT_ANKLE(27),
    RIGHT_ANKLE(28);

    private final int poseIndex;

    CocoKeypoint(int poseIndex) {
        this.poseIndex = poseIndex;
    }

    /** Row in {@link Person#toKeypointArray}, 0-based. */
    public int poseIndex() {
        return poseIndex;
    }
}
