package org.egoscope.motion.internal.evaluation.measure;

import java.util.Arrays;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;

/**
 * The fixed space in which distributions of motion are compared (FID): one second of motion every half second; for each of ten joints its
 * mean place relative to the head, turned by the heading of the head in its middle, as a share of the stature (3 numbers), and its root mean square speed in
 * the world, m/s (1). Nothing in it is learned, so figures can be compared between versions of Egoscope, and with nothing else.
 */
public final class MotionFeatures {
    private static final SmplJoint[] JOINTS = {
        SmplJoint.PELVIS, SmplJoint.NECK, SmplJoint.LEFT_KNEE, SmplJoint.RIGHT_KNEE, SmplJoint.LEFT_ANKLE, SmplJoint.RIGHT_ANKLE,
        SmplJoint.LEFT_ELBOW, SmplJoint.RIGHT_ELBOW, SmplJoint.LEFT_WRIST, SmplJoint.RIGHT_WRIST
    };

    private static final Vec3 UP = new Vec3(0, 0, 1);

    /** Numbers per window. */
    public static final int SIZE = JOINTS.length * 4;

    private MotionFeatures() {}

    /** Adds every window of the sequence; sequences of less than a second add nothing. */
    public static void addTo(Gaussian gaussian, BodySequence body) {
        int length = (int) Math.round(body.framesPerSecond());
        int stride = Math.max(1, length / 2);
        double[] features = new double[SIZE];
        for (int start = 0; start + length <= body.frames(); start += stride) {
            fill(features, body, start, length);
            gaussian.add(features);
        }
    }

    private static void fill(@Shape("40") double[] features, BodySequence body, int start, int length) {
        Arrays.fill(features, 0);
        int head = SmplJoint.HEAD.ordinal();
        Quaternion away = body.rotationInWorld(start + length / 2, head).twistAbout(UP).conjugate();
        for (int t = start; t < start + length; t++) {
            Vec3 origin = body.jointInWorld(t, head);
            for (int k = 0; k < JOINTS.length; k++) {
                int joint = JOINTS[k].ordinal();
                Vec3 place = away.rotate(body.jointInWorld(t, joint).minus(origin));
                double share = 1 / (body.skeleton().statureMeters() * length);
                features[k * 4] += place.x() * share;
                features[k * 4 + 1] += place.y() * share;
                features[k * 4 + 2] += place.z() * share;
                if (t > start) {
                    double speed = body.jointInWorld(t, joint).distanceTo(body.jointInWorld(t - 1, joint)) * body.framesPerSecond();
                    features[k * 4 + 3] += speed * speed / (length - 1);
                }
            }
        }
        for (int k = 0; k < JOINTS.length; k++) {
            features[k * 4 + 3] = Math.sqrt(features[k * 4 + 3]);
        }
    }
}
