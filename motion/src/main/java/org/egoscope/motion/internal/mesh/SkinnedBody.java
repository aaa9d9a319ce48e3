package org.egoscope.motion.internal.mesh;

import java.nio.file.Path;
import java.util.Locale;
import org.egoscope.core.Shape;
import org.egoscope.core.motion.BodyPose;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodyMesh;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;

/** Our own body's surface on one skeleton. Immutable. */
public final class SkinnedBody implements BodyMesh {
    private final BodySkeleton skeleton;
    private final Rig rig;

    private SkinnedBody(BodySkeleton skeleton, Rig rig) {
        this.skeleton = skeleton;
        this.rig = rig;
    }

    /** The first call in a process makes the template surface (a second or two). */
    public static SkinnedBody of(BodySkeleton skeleton) {
        return new SkinnedBody(skeleton, BodyTemplate.reference().fit(skeleton));
    }

    @Override
    public BodySkeleton skeleton() {
        return skeleton;
    }

    @Override
    public int vertexCount() {
        return rig.surface().vertexCount();
    }

    @Override
    public int jointCount() {
        return rig.jointCount();
    }

    @Override
    public @Shape("F 3") int[] triangles() {
        return rig.surface().triangles().clone();
    }

    @Override
    public @Shape("V 3") float[] restVertices() {
        return rig.surface().points().clone();
    }

    @Override
    public void vertices(BodySequence motion, int frame, @Shape("V 3") float[] vertices) {
        rig.skin(JointPose.of(motion, frame, rig), vertices);
    }

    @Override
    public @Shape("V 3") float[] vertices(BodyPose pose) {
        float[] vertices = new float[vertexCount() * 3];
        rig.skin(JointPose.of(pose), vertices);
        return vertices;
    }

    @Override
    public @Shape("J 3") float[] joints(BodySequence motion, int frame) {
        return JointPose.of(motion, frame, rig).toPositionArray();
    }

    @Override
    public void writeGlb(BodySequence motion, Path file) {
        String[] names = SmplJoint.all().stream().map(joint -> joint.name().toLowerCase(Locale.ROOT)).toArray(String[]::new);
        GlbWriter.write(
                file, rig, names, new GlbWriter.Animation(motion.frames(), motion.framesPerSecond(), t -> JointPose.of(motion, t, rig)));
    }
}
