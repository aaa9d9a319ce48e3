package org.egoscope.motion.internal.format;

import java.io.IOException;
import java.io.Writer;
import java.util.Locale;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;

/**
 * A body as BVH: SMPL's names and order, centimetres, y up, rest pose a T-pose facing +z (x left), rotations {@code Z Y X} in degrees.
 *
 * <p>Joints that keep to the body's offsets have rotation channels only. Those that do not, because the recording's own tree had more joints,
 * have position channels as well, which replace the offset. The End Site of the head is the midpoint between the pupils; those of the feet
 * are on the sole below the ball.
 */
final class BvhWriter {
    private static final double CENTIMETERS = 100;

    /** A joint that leaves its offset by more gets position channels. */
    private static final double KEEPS_METERS = 5e-5;

    private static final double MICRO = 1e6;

    private final BodySequence motion;
    private final Writer out;
    private final boolean[] moves = new boolean[BodySkeleton.JOINTS];
    private final StringBuilder line = new StringBuilder();

    BvhWriter(BodySequence motion, Writer out) {
        this.motion = motion;
        this.out = out;
        for (int j = 0; j < BodySkeleton.JOINTS; j++) {
            moves[j] = BodySkeleton.parent(j) < 0 || leavesOffset(j);
        }
    }

    void write() throws IOException {
        out.write("HIERARCHY\n");
        joint(0, "");
        out.write("MOTION\nFrames: " + motion.frames() + "\nFrame Time: "
                + String.format(Locale.ROOT, "%.9f", 1 / motion.framesPerSecond()) + "\n");
        for (int t = 0; t < motion.frames(); t++) {
            line.setLength(0);
            frame(t, 0);
            line.setCharAt(line.length() - 1, '\n');
            out.append(line);
        }
    }

    private boolean leavesOffset(int joint) {
        for (int t = 0; t < motion.frames(); t++) {
            if (inParent(t, joint).distanceTo(motion.skeleton().offset(joint)) > KEEPS_METERS) {
                return true;
            }
        }
        return false;
    }

    private Vec3 inParent(int frame, int joint) {
        int parent = BodySkeleton.parent(joint);
        Vec3 inWorld = motion.jointInWorld(frame, joint).minus(motion.jointInWorld(frame, parent));
        return motion.rotationInWorld(frame, parent).conjugate().rotate(inWorld);
    }

    private void joint(int joint, String indent) throws IOException {
        String name = SmplJoint.all().get(joint).name().toLowerCase(Locale.ROOT);
        boolean root = BodySkeleton.parent(joint) < 0;
        out.write(indent + (root ? "ROOT " : "JOINT ") + name + "\n" + indent + "{\n");
        String inner = indent + "  ";
        out.write(inner + "OFFSET " + text(root ? Vec3.ZERO : motion.skeleton().offset(joint)) + "\n");
        out.write(inner + (moves[joint] ? "CHANNELS 6 Xposition Yposition Zposition " : "CHANNELS 3 ")
                + "Zrotation Yrotation Xrotation\n");
        boolean leaf = true;
        for (int child = joint + 1; child < BodySkeleton.JOINTS; child++) {
            if (BodySkeleton.parent(child) == joint) {
                joint(child, inner);
                leaf = false;
            }
        }
        if (leaf) {
            out.write(inner + "End Site\n" + inner + "{\n" + inner + "  OFFSET " + text(endSite(joint)) + "\n" + inner + "}\n");
        }
        out.write(indent + "}\n");
    }

    private Vec3 endSite(int joint) {
        BodySkeleton skeleton = motion.skeleton();
        return switch (SmplJoint.all().get(joint)) {
            case HEAD -> skeleton.eyesInHead();
            case LEFT_FOOT, RIGHT_FOOT -> new Vec3(0, 0, -skeleton.ballHeightMeters());
            default -> skeleton.offset(joint).times(0.35);
        };
    }

    private String text(Vec3 ours) {
        line.setLength(0);
        append(SmplAxes.toSmpl(ours).times(CENTIMETERS));
        return line.toString().strip();
    }

    /** Channels of a joint and of all below it, in the order of the hierarchy. */
    private void frame(int frame, int joint) {
        if (moves[joint]) {
            Vec3 position = BodySkeleton.parent(joint) < 0 ? motion.jointInWorld(frame, joint) : inParent(frame, joint);
            if (!position.isFinite()) {
                throw PipelineException.badInput("BVH: expected a position of every joint, got none of joint " + joint + " in frame " + frame);
            }
            append(SmplAxes.toSmpl(position).times(CENTIMETERS));
        }
        append(anglesZyx(SmplAxes.toSmpl(motion.localRotation(frame, joint))));
        for (int child = joint + 1; child < BodySkeleton.JOINTS; child++) {
            if (BodySkeleton.parent(child) == joint) {
                frame(frame, child);
            }
        }
    }

    /**
     * Degrees about z, y, x with {@code R = Rz Ry Rx}. The turn about z is taken out before the others are told, so that what rounding does to
     * it near y = 90 degrees, where it is free, is made up by the turn about x.
     */
    static Vec3 anglesZyx(Quaternion rotation) {
        Vec3 x = rotation.rotate(new Vec3(1, 0, 0));
        double aboutZ = Math.hypot(x.x(), x.y()) < 1e-9 ? 0 : Math.atan2(x.y(), x.x());
        Quaternion rest = Quaternion.fromAxisAngle(new Vec3(0, 0, -1), aboutZ).times(rotation);
        Vec3 restX = rest.rotate(new Vec3(1, 0, 0));
        Vec3 restY = rest.rotate(new Vec3(0, 1, 0));
        Vec3 restZ = rest.rotate(new Vec3(0, 0, 1));
        double aboutY = Math.atan2(-restX.z(), restX.x());
        double aboutX = Math.atan2(-restZ.y(), restY.y());
        return new Vec3(Math.toDegrees(aboutZ), Math.toDegrees(aboutY), Math.toDegrees(aboutX));
    }

    private void append(Vec3 triple) {
        append(triple.x());
        append(triple.y());
        append(triple.z());
    }

    /** Six decimals and a space; {@code String.format} would take most of the time of an export. */
    private void append(double value) {
        long micro = Math.round(value * MICRO);
        long magnitude = Math.abs(micro);
        line.append(micro < 0 ? "-" : "").append(magnitude / 1_000_000).append('.');
        String decimals = Long.toString(1_000_000 + magnitude % 1_000_000);
        line.append(decimals, 1, 7).append(' ');
    }

    /** Whether the file has the joints, and only those, that this class writes. */
    static boolean isOurs(BvhFile file, BvhBinding body) {
        if (!body.rig().name().equals("smpl") || file.joints().size() != BodySkeleton.JOINTS) {
            return false;
        }
        Vec3 eyes = body.endSite(SmplJoint.HEAD);
        Vec3 sole = body.endSite(SmplJoint.LEFT_FOOT);
        return eyes != null && sole != null && sole.x() == 0 && sole.y() == 0 && sole.z() < 0;
    }

    /** The proportions that a file of ours says. */
    static BodySkeleton skeleton(BvhBinding body, double unitMeters) {
        float[] offsets = new float[BodySkeleton.JOINTS * 3];
        for (int j = 1; j < BodySkeleton.JOINTS; j++) {
            Floats.put(offsets, j, body.offset(j).times(unitMeters));
        }
        Vec3 eyes = body.endSite(SmplJoint.HEAD);
        Vec3 sole = body.endSite(SmplJoint.LEFT_FOOT);
        if (eyes == null || sole == null) {
            throw new IllegalStateException("BVH: expected End Sites of head and foot");
        }
        return RecordedBody.skeleton(offsets, eyes.times(unitMeters), -sole.z() * unitMeters);
    }
}
