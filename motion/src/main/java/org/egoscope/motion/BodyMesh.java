package org.egoscope.motion;

import java.nio.file.Path;
import org.egoscope.core.Shape;
import org.egoscope.core.motion.BodyPose;
import org.egoscope.motion.internal.mesh.SkinnedBody;

/**
 * A closed surface that follows a body's motion. World: metres, z up, floor z = 0; triangles counter-clockwise seen from outside.
 *
 * <p>Our own body ({@link #of}) is always there.
 */
public interface BodyMesh {
    /**
     * Our own body with this skeleton's proportions: a smooth implicit surface made into triangles, skinned to the 24 joints of SMPL.
     * All bodies have the same vertices and triangles. The first call in a process takes a second or two.
     */
    static BodyMesh of(BodySkeleton skeleton) {
        return SkinnedBody.of(skeleton);
    }

    /** Proportions of the body that the surface is made for. */
    BodySkeleton skeleton();

    int vertexCount();

    /** Number of joints that carry the surface; the first 22 are those of {@link BodySkeleton}. */
    int jointCount();

    /** A copy of {@code [F, 3]} vertices of the triangles. */
    @Shape("F 3") int[] triangles();

    /** A copy of {@code [V, 3]} vertices in the rest pose: T-pose facing +x, sole at z = 0, metres. */
    @Shape("V 3") float[] restVertices();

    /**
     * The surface in one frame.
     *
     * @param vertices filled with {@code [V, 3]} metres in the world
     */
    void vertices(BodySequence motion, int frame, @Shape("V 3") float[] vertices);

    /** {@code [V, 3]} metres in the world. */
    default @Shape("V 3") float[] vertices(BodySequence motion, int frame) {
        float[] vertices = new float[vertexCount() * 3];
        vertices(motion, frame, vertices);
        return vertices;
    }

    /**
     * The surface in several frames at once, which is fastest for {@link BodyModel} on a GPU.
     *
     * @return {@code [T, V, 3]} metres in the world, frames {@code first} to {@code first + count - 1}
     */
    default @Shape("T V 3") float[] vertices(BodySequence motion, int first, int count) {
        float[] all = new float[Math.multiplyExact(count, vertexCount() * 3)];
        for (int t = 0; t < count; t++) {
            System.arraycopy(vertices(motion, first + t), 0, all, t * vertexCount() * 3, vertexCount() * 3);
        }
        return all;
    }

    /** {@code [V, 3]} metres in the world. */
    @Shape("V 3") float[] vertices(BodyPose pose);

    /** {@code [J, 3]} metres in the world. */
    @Shape("J 3") float[] joints(BodySequence motion, int frame);

    /**
     * The body and its motion as one file that other software opens: binary glTF 2.0, skinned and animated, one node per joint, y up as
     * glTF demands.
     */
    void writeGlb(BodySequence motion, Path file);
}
