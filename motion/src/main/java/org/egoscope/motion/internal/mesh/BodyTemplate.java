package org.egoscope.motion.internal.mesh;

import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySkeleton;

/**
 * Our body's surface at reference proportions, made once per process, and its fit to other skeletons: all bodies have the same vertices
 * and triangles.
 *
 * <p>A fit moves each vertex by the affine maps of its joints, weighted as for skinning. A map takes the reference bone to the new one
 * and scales across it by stature; soles stay on the floor.
 */
final class BodyTemplate {
    private static final double CELL_METERS = 0.006;
    private static final double[] LOW = {-0.22, -0.95, -0.02};
    private static final double[] HIGH = {0.24, 0.95, 1.76};

    private static final BodyTemplate REFERENCE = new BodyTemplate();

    private final TriangleSurface surface;
    private final SkinWeights skin;
    private final Vec3[] rest = BodySolid.restJoints();

    /** Makes the surface; {@link #reference} has it already. */
    BodyTemplate() {
        BodySolid solid = new BodySolid();
        this.surface = Remesher.remesh(solid, Polygonizer.polygonize(solid, LOW, HIGH, CELL_METERS));
        this.skin = SkinWeights.diffuse(surface);
    }

    static BodyTemplate reference() {
        return REFERENCE;
    }

    /** The surface and joints for this skeleton, standing in its rest pose with the sole at z = 0. */
    Rig fit(BodySkeleton skeleton) {
        Vec3[] joints = restJoints(skeleton);
        BodyFit[] fits = BodyFit.all(rest, joints, skeleton);
        float[] from = surface.points();
        float[] to = new float[from.length];
        for (int v = 0; v < surface.vertexCount(); v++) {
            Vec3 point = new Vec3(from[v * 3], from[v * 3 + 1], from[v * 3 + 2]);
            Vec3 sum = Vec3.ZERO;
            for (int k = v * SkinWeights.INFLUENCES; k < (v + 1) * SkinWeights.INFLUENCES; k++) {
                if (skin.weights()[k] > 0) {
                    sum = sum.plus(fits[skin.joints()[k]].apply(point).times(skin.weights()[k]));
                }
            }
            to[v * 3] = (float) sum.x();
            to[v * 3 + 1] = (float) sum.y();
            to[v * 3 + 2] = (float) sum.z();
        }
        return new Rig(new TriangleSurface(to, surface.triangles()), skin, flat(joints), parents());
    }

    private static Vec3[] restJoints(BodySkeleton skeleton) {
        Vec3[] joints = new Vec3[SmplJoint.COUNT];
        joints[0] = new Vec3(0, 0, skeleton.pelvisHeightMeters());
        double hands = skeleton.statureMeters() / SmplJoint.REFERENCE_STATURE_METERS;
        for (int j = 1; j < SmplJoint.COUNT; j++) {
            SmplJoint joint = SmplJoint.all().get(j);
            Vec3 offset = j < BodySkeleton.JOINTS ? skeleton.offset(j) : joint.restOffset().times(hands);
            joints[j] = joints[parents()[j]].plus(offset);
        }
        return joints;
    }

    private static int[] parents() {
        int[] parents = new int[SmplJoint.COUNT];
        for (SmplJoint joint : SmplJoint.all()) {
            SmplJoint parent = joint.parent();
            parents[joint.ordinal()] = parent == null ? -1 : parent.ordinal();
        }
        return parents;
    }

    private static float[] flat(Vec3[] points) {
        float[] flat = new float[points.length * 3];
        for (int j = 0; j < points.length; j++) {
            flat[j * 3] = (float) points[j].x();
            flat[j * 3 + 1] = (float) points[j].y();
            flat[j * 3 + 2] = (float) points[j].z();
        }
        return flat;
    }
}
