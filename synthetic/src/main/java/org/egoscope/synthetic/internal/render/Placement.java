package org.egoscope.synthetic.internal.render;

import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;

/** Where a thing is, as plain numbers for the inner loops. One placement is shared by all shapes of one thing. */
public final class Placement {
    /** Row-major rotation matrix, world from local. */
    final double[] rotation = {1, 0, 0, 0, 1, 0, 0, 0, 1};

    final double[] translation = new double[3];

    /** Moves the thing. */
    public void set(RigidTransform worldFromLocal) {
        Quaternion q = worldFromLocal.rotation();
        Vec3 x = q.rotate(new Vec3(1, 0, 0));
        Vec3 y = q.rotate(new Vec3(0, 1, 0));
        Vec3 z = q.rotate(new Vec3(0, 0, 1));
        store(rotation, 0, x, y, z);
        translation[0] = worldFromLocal.translation().x();
        translation[1] = worldFromLocal.translation().y();
        translation[2] = worldFromLocal.translation().z();
    }

    private static void store(double[] matrix, int at, Vec3 x, Vec3 y, Vec3 z) {
        matrix[at] = x.x();
        matrix[at + 1] = y.x();
        matrix[at + 2] = z.x();
        matrix[at + 3] = x.y();
        matrix[at + 4] = y.y();
        matrix[at + 5] = z.y();
        matrix[at + 6] = x.z();
        matrix[at + 7] = y.z();
        matrix[at + 8] = z.z();
    }
}
