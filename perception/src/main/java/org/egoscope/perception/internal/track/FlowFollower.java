package org.egoscope.perception.internal.track;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import org.bytedeco.opencv.opencv_core.Mat;
import org.egoscope.core.Shape;

/**
 * Masks follow the composed optical flow since the key frame. A mask is trusted by the share of it whose pixels look as they did at the
 * place in the key frame that the flow says they come from.
 */
final class FlowFollower implements MaskFollower {
    private final MotionField motion;

    /** @param motion brought up to each frame before {@link #follow}; shared, not closed here */
    FlowFollower(MotionField motion) {
        this.motion = motion;
    }

    @Override
    public void restart(Mat rgb, @Shape("H W") long[] keyPlanes, long[] tracks) {
        // The tracker restarts the motion field, which it needs for more than masks.
    }

    @Override
    public void follow(Mat rgb, @Shape("H W") long[] keyPlanes, @Shape("H W") long[] target, float[] trust) {
        motion.carry(keyPlanes, target);
        motion.trust(target, trust);
    }

    @Override
    public void write(DataOutputStream out) {}

    @Override
    public void read(DataInputStream in) {}

    @Override
    public void close() {}
}
