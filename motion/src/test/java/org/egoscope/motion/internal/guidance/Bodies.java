package org.egoscope.motion.internal.guidance;

import java.util.Random;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;

/** Bodies for tests: hung from a given head by a plain recursion, and spoiled like the output of a regression network. */
final class Bodies {
    static final int HEAD = 15;
    private static final int[] DOWN = {12, 9, 6, 3, 0};

    private Bodies() {}

    /** Local rotations of the frame, SMPL tree. */
    static Quaternion[][] locals(BodySequence body) {
        Quaternion[][] local = new Quaternion[body.frames()][BodySkeleton.JOINTS];
        for (int t = 0; t < body.frames(); t++) {
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                local[t][j] = body.localRotation(t, j);
            }
        }
        return local;
    }

    /** The body with these local rotations (that of the pelvis unused), head and its orientation as in {@code head}, given contacts. */
    static BodySequence hung(BodySequence head, Quaternion[][] local, float[] contacts) {
        int frames = head.frames();
        float[] rotations = new float[frames * BodySkeleton.JOINTS * 4];
        float[] joints = new float[frames * BodySkeleton.JOINTS * 3];
        for (int t = 0; t < frames; t++) {
            Quaternion[] global = new Quaternion[BodySkeleton.JOINTS];
            Vec3[] place = new Vec3[BodySkeleton.JOINTS];
            global[HEAD] = head.rotationInWorld(t, HEAD).normalized();
            place[HEAD] = head.jointInWorld(t, HEAD);
            int from = HEAD;
            for (int joint : DOWN) {
                global[joint] = global[from].times(local[t][from].conjugate()).normalized();
                place[joint] = place[from].minus(global[joint].rotate(bone(head, t, from)));
                from = joint;
            }
            for (int j = 1; j < BodySkeleton.JOINTS; j++) {
                if (global[j] == null) {
                    int parent = BodySkeleton.parent(j);
                    global[j] = global[parent].times(local[t][j]).normalized();
                    place[j] = place[parent].plus(global[parent].rotate(bone(head, t, j)));
                }
            }
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                put(rotations, joints, t * BodySkeleton.JOINTS + j, global[j], place[j]);
            }
        }
        return new BodySequence(head.skeleton(), head.framesPerSecond(), rotations, joints, contacts);
    }

    private static void put(float[] rotations, float[] joints, int at, Quaternion q, Vec3 p) {
        rotations[at * 4] = (float) q.w();
        rotations[at * 4 + 1] = (float) q.x();
        rotations[at * 4 + 2] = (float) q.y();
        rotations[at * 4 + 3] = (float) q.z();
        joints[at * 3] = (float) p.x();
        joints[at * 3 + 1] = (float) p.y();
        joints[at * 3 + 2] = (float) p.z();
    }

    private static Vec3 bone(BodySequence body, int t, int joint) {
        int parent = BodySkeleton.parent(joint);
        return body.rotationInWorld(t, parent).normalized().conjugate()
                .rotate(body.jointInWorld(t, joint).minus(body.jointInWorld(t, parent)));
    }

    /**
     * Local rotations of legs and spine averaged over {@code smoothSeconds}, then turned by correlated noise.
     *
     * @param noiseDegrees standard deviation per axis of the legs' joints; of the spine's a third
     */
    static Quaternion[][] spoil(BodySequence truth, double smoothSeconds, double noiseDegrees, Random random) {
        Quaternion[][] local = locals(truth);
        Quaternion[][] spoiled = locals(truth);
        int half = (int) Math.round(smoothSeconds / 2 * truth.framesPerSecond());
        for (int joint : new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9}) {
            double[][] noise = new double[3][];
            for (int axis = 0; axis < 3; axis++) {
                noise[axis] = correlated(truth.frames(), 0.5 * truth.framesPerSecond(), random);
            }
            double radians = Math.toRadians(joint == 3 || joint == 6 || joint == 9 ? noiseDegrees / 3 : noiseDegrees);
            for (int t = 0; t < truth.frames(); t++) {
                Vec3 turn = new Vec3(noise[0][t], noise[1][t], noise[2][t]).times(radians);
                spoiled[t][joint] = mean(local, t, joint, half).times(Quaternion.fromRotationVector(turn)).normalized();
            }
        }
        return spoiled;
    }

    private static Quaternion mean(Quaternion[][] local, int t, int joint, int half) {
        Quaternion middle = local[t][joint];
        Vec3 sum = Vec3.ZERO;
        int count = 0;
        for (int i = Math.max(0, t - half); i <= Math.min(local.length - 1, t + half); i++) {
            sum = sum.plus(middle.conjugate().times(local[i][joint]).toRotationVector());
            count++;
        }
        return middle.times(Quaternion.fromRotationVector(sum.times(1.0 / count)));
    }

    /** Unit variance, correlation falling to 1/e over {@code frames}; smooth (two first-order filters in a row). */
    private static double[] correlated(int length, double frames, Random random) {
        double keep = Math.exp(-2 / frames);
        double slow = random.nextGaussian();
        double slower = random.nextGaussian();
        double[] values = new double[length];
        for (int t = 0; t < length; t++) {
            slow = keep * slow + Math.sqrt(1 - keep * keep) * random.nextGaussian();
            slower = keep * slower + (1 - keep) * slow;
            values[t] = slower * Math.sqrt(2);
        }
        return values;
    }

    /** Labels as a network gives them: blurred over three frames, 0.05 to 0.95, with noise, and runs of wrong values. */
    static float[] noisyContacts(float[] labels, Random random) {
        int frames = labels.length / BodySequence.CONTACTS;
        float[] noisy = new float[labels.length];
        for (int channel = 0; channel < BodySequence.CONTACTS; channel++) {
            double[] drift = correlated(frames, 8, random);
            for (int t = 0; t < frames; t++) {
                double sum = 0;
                for (int i = -1; i <= 1; i++) {
                    int at = Math.min(frames - 1, Math.max(0, t + i));
                    sum += labels[at * BodySequence.CONTACTS + channel] / 3;
                }
                double logit = 6 * (sum - 0.5) + 1.3 * drift[t];
                noisy[t * BodySequence.CONTACTS + channel] = (float) (1 / (1 + Math.exp(-logit)));
            }
        }
        return noisy;
    }
}
