package org.egoscope.motion.internal.mesh;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.junit.jupiter.api.Assumptions;

/** Motions to try surfaces on. */
final class Motions {
    private Motions() {}

    /** Every joint turned at random by up to {@code mostRadians}; the pelvis anywhere within 2 m. */
    static BodySequence random(BodySkeleton skeleton, int frames, double mostRadians, long seed) {
        Random random = new Random(seed);
        float[] root = new float[frames * 3];
        float[] local = new float[frames * BodySkeleton.JOINTS * 4];
        for (int i = 0; i < root.length; i++) {
            root[i] = (float) (random.nextDouble() * 4 - 2);
        }
        for (int i = 0; i < frames * BodySkeleton.JOINTS; i++) {
            Vec3 axis = new Vec3(random.nextGaussian(), random.nextGaussian(), random.nextGaussian());
            put(local, i, Quaternion.fromAxisAngle(axis, random.nextDouble() * mostRadians));
        }
        return BodySequence.ofLocalRotations(skeleton, 30, root, local);
    }

    /** One frame: standing in the rest pose, but for one joint. */
    static BodySequence turned(BodySkeleton skeleton, int joint, Quaternion rotation) {
        float[] local = new float[BodySkeleton.JOINTS * 4];
        for (int j = 0; j < BodySkeleton.JOINTS; j++) {
            put(local, j, j == joint ? rotation : Quaternion.IDENTITY);
        }
        return BodySequence.ofLocalRotations(skeleton, 30, new float[] {0, 0, (float) skeleton.pelvisHeightMeters()}, local);
    }

    private static void put(float[] local, int index, Quaternion q) {
        local[index * 4] = (float) q.w();
        local[index * 4 + 1] = (float) q.x();
        local[index * 4 + 2] = (float) q.y();
        local[index * 4 + 3] = (float) q.z();
    }

    /** The folder of recorded motion; the test is skipped where it is not there. */
    static Path recorded() {
        String shared = System.getProperty("egoscope.shared", System.getenv("EGOSCOPE_SHARED"));
        Path folder = shared == null ? Path.of("../../shared") : Path.of(shared);
        Path mocap = folder.resolve("mocap");
        Assumptions.assumeTrue(Files.isDirectory(mocap), "no recorded motion at " + mocap);
        return mocap;
    }
}
