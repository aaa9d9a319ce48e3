package org.egoscope.motion.internal.mesh;

import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.IntStream;
import org.egoscope.core.PipelineException;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.motion.BodyPose;
import org.egoscope.core.motion.Skeleton;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodyMesh;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;

/** A body of the SMPL family with one shape. Lives as long as its model. */
final class ShapedBody implements BodyMesh {
    /** {@link BodySkeleton#statureMeters} is this many times the height of the head joint. */
    private static final double STATURE_PER_HEAD_HEIGHT = 1.12;

    private final SmplFile file;
    private final TorchSkinning skinning;

    /** Standing on z = 0, pelvis above the origin as in the file. */
    private final TorchSkinning.Rest rest;

    private final BodySkeleton skeleton;

    ShapedBody(SmplFile file, TorchSkinning skinning, @Shape("S") float[] betas) {
        requireBody(file.skin().parents());
        this.file = file;
        this.skinning = skinning;
        this.rest = standing(skinning.rest(betas));
        this.skeleton = skeleton(rest.joints());
    }

    private static void requireBody(int[] parents) {
        boolean same = parents.length >= BodySkeleton.JOINTS;
        for (int j = 0; same && j < BodySkeleton.JOINTS; j++) {
            same = parents[j] == BodySkeleton.parent(j);
        }
        if (!same) {
            throw PipelineException.badInput("body model: expected the first " + BodySkeleton.JOINTS
                    + " joints to be those of SMPL, got another tree of " + parents.length + " joints");
        }
    }

    private static TorchSkinning.Rest standing(TorchSkinning.Rest rest) {
        float lowest = Float.MAX_VALUE;
        for (int at = 2; at < rest.vertices().length; at += 3) {
            lowest = Math.min(lowest, rest.vertices()[at]);
        }
        return new TorchSkinning.Rest(raised(rest.vertices(), -lowest), raised(rest.joints(), -lowest));
    }

    private static float[] raised(float[] points, float meters) {
        float[] raised = points.clone();
        for (int at = 2; at < raised.length; at += 3) {
            raised[at] += meters;
        }
        return raised;
    }

    private static BodySkeleton skeleton(float[] joints) {
        float[] offsets = new float[BodySkeleton.JOINTS * 3];
        for (int at = 3; at < offsets.length; at++) {
            offsets[at] = joints[at] - joints[BodySkeleton.parent(at / 3) * 3 + at % 3];
        }
        double stature = STATURE_PER_HEAD_HEIGHT * joints[SmplJoint.HEAD.ordinal() * 3 + 2];
        double ball = Math.min(joints[SmplJoint.LEFT_FOOT.ordinal() * 3 + 2], joints[SmplJoint.RIGHT_FOOT.ordinal() * 3 + 2]);
        return new BodySkeleton(offsets, stature, new Skeleton(stature).eyesInHead(), ball);
    }

    @Override
    public BodySkeleton skeleton() {
        return skeleton;
    }

    @Override
    public int vertexCount() {
        return file.vertexCount();
    }

    @Override
    public int jointCount() {
        return file.jointCount();
    }

    @Override
    public @Shape("F 3") int[] triangles() {
        return file.triangles().clone();
    }

    @Override
    public @Shape("V 3") float[] restVertices() {
        return rest.vertices().clone();
    }

    @Override
    public void vertices(BodySequence motion, int frame, @Shape("V 3") float[] vertices) {
        System.arraycopy(vertices(motion, frame, 1), 0, vertices, 0, vertexCount() * 3);
    }

    @Override
    public @Shape("T V 3") float[] vertices(BodySequence motion, int first, int count) {
        JointPose[] poses = IntStream.range(first, first + count).mapToObj(t -> pose(motion, t)).toArray(JointPose[]::new);
        return skinning.pose(rest, file.skin().parents(), poses);
    }

    @Override
    public @Shape("V 3") float[] vertices(BodyPose pose) {
        Quaternion[] local = new Quaternion[jointCount()];
        for (int j = 0; j < local.length; j++) {
            boolean given = j < BodySkeleton.JOINTS || local.length == SmplJoint.COUNT;
            local[j] = given ? pose.localRotation(SmplJoint.all().get(j)).normalized() : Quaternion.IDENTITY;
        }
        JointPose placed = JointPose.forward(pose.rootInWorld(), local, rest.joints(), file.skin().parents());
        return skinning.pose(rest, file.skin().parents(), new JointPose[] {placed});
    }

    @Override
    public @Shape("J 3") float[] joints(BodySequence motion, int frame) {
        return pose(motion, frame).toPositionArray();
    }

    /** The motion's rotations on this body's bones, pelvis on pelvis; fingers and face stay at rest. */
    private JointPose pose(BodySequence motion, int frame) {
        Quaternion[] local = new Quaternion[jointCount()];
        for (int j = 0; j < local.length; j++) {
            local[j] = j < BodySkeleton.JOINTS ? motion.localRotation(frame, j).normalized() : Quaternion.IDENTITY;
        }
        return JointPose.forward(motion.jointInWorld(frame, 0), local, rest.joints(), file.skin().parents());
    }

    @Override
    public void writeGlb(BodySequence motion, Path target) {
        TriangleSurface surface = new TriangleSurface(rest.vertices(), file.triangles());
        SkinWeights weights = SkinWeights.strongest(file.skin().weights(), vertexCount(), jointCount(), 0);
        Rig rig = new Rig(surface, weights, rest.joints(), file.skin().parents());
        String[] names = IntStream.range(0, jointCount())
                .mapToObj(j -> j < BodySkeleton.JOINTS ? SmplJoint.all().get(j).name().toLowerCase(Locale.ROOT) : "joint_" + j)
                .toArray(String[]::new);
        GlbWriter.write(target, rig, names, new GlbWriter.Animation(motion.frames(), motion.framesPerSecond(), t -> pose(motion, t)));
    }
}
