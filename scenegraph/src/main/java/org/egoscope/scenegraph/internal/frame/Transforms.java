package org.egoscope.scenegraph.internal.frame;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;

/** Rigid transforms in saved state: 7 doubles, quaternion w, x, y, z first, every bit kept. */
public final class Transforms {
    private Transforms() {}

    public static void write(RigidTransform transform, DataOutput out) throws IOException {
        Quaternion q = transform.rotation();
        Vec3 t = transform.translation();
        for (double value : new double[] {q.w(), q.x(), q.y(), q.z(), t.x(), t.y(), t.z()}) {
            out.writeDouble(value);
        }
    }

    public static RigidTransform read(DataInput in) throws IOException {
        return new RigidTransform(
                new Quaternion(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble()),
                new Vec3(in.readDouble(), in.readDouble(), in.readDouble()));
    }
}
