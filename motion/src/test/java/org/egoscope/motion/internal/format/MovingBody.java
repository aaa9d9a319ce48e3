package org.egoscope.motion.internal.format;

import java.util.Random;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.MotionClip;

/** Bodies that move at random, for round trips. */
final class MovingBody {
    private MovingBody() {}

    /** All joints turn by up to 100 degrees; {@code looseMeters} is how far joints leave their offsets. */
    static BodySequence random(long seed, int frames, double framesPerSecond, double looseMeters) {
        Random random = new Random(seed);
        BodySkeleton skeleton = BodySkeleton.ofStature(1.5 + 0.4 * random.nextDouble());
        float[] root = new float[frames * 3];
        float[] local = new float[frames * BodySkeleton.JOINTS * 4];
        for (int t = 0; t < frames; t++) {
            Floats.put(root, t, new Vec3(random.nextGaussian(), random.nextGaussian(), 1 + 0.1 * random.nextGaussian()));
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                Vec3 axis = new Vec3(random.nextGaussian(), random.nextGaussian(), random.nextGaussian());
                Floats.put(local, t * BodySkeleton.JOINTS + j, Quaternion.fromAxisAngle(axis, 1.7 * random.nextDouble()));
            }
        }
        BodySequence rigid = BodySequence.ofLocalRotations(skeleton, framesPerSecond, root, local);
        float[] joints = rigid.jointsInWorld().clone();
        for (int i = 0; i < joints.length; i++) {
            joints[i] += (float) (looseMeters * random.nextGaussian());
        }
        return new BodySequence(skeleton, framesPerSecond, rigid.rotationsInWorld(), joints, rigid.contacts());
    }

    static MotionClip clip(BodySequence motion) {
        return new MotionClip("clip", "test", "nobody", "none", motion);
    }
}
