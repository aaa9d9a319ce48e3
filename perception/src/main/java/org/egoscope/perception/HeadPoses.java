package org.egoscope.perception;

import org.egoscope.perception.internal.headpose.VisualOdometry;

/** Opens head pose estimators. */
public final class HeadPoses {
    private HeadPoses() {}

    /** The measured pose where a frame carries one, else monocular visual odometry; one instance per session. */
    public static HeadPoseEstimator estimator(VisualOdometryConfig config) {
        return new VisualOdometry(config);
    }
}
