package org.egoscope.motion.internal.format;

import java.io.IOException;
import java.nio.file.Path;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.MotionClip;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of the SMPL family in an archive: AMASS ({@code poses} {@code [T, 156]} or wider, {@code trans}, {@code mocap_framerate} or
 * {@code mocap_frame_rate}, z up) and the per-frame form of NymeriaPlus ({@code global_orient}, {@code body_pose}, {@code transl},
 * {@code timestamps} in microseconds).
 *
 * <p>Rotations are axis-angle vectors between SMPL's axes, see {@link SmplAxes}. The root of SMPL turns about the pelvis of the template,
 * which is not at the origin: pelvis = trans + {@link #TEMPLATE_PELVIS}, along the axes of the file's world.
 *
 * <p>The joints of a body of shape {@code betas} need SMPL's licensed shape space, which we do not have. Files of ours carry the body's
 * own offsets and positions and are read exactly. For others the proportions are those of our body, and its size is the one at which
 * the feet that stand still stand on z = 0 (see {@link StandingSize}); finger, jaw and soft-tissue parameters are not read.
 */
final class SmplNpz {
    /** Rest position of the pelvis of the neutral SMPL-H template along SMPL's axes, metres; differs by a few mm between genders. */
    static final Vec3 TEMPLATE_PELVIS = new Vec3(-0.0018, -0.2233, 0.0282);

    /** The same of SMPL-X, whose origin lies higher in the body. */
    static final Vec3 TEMPLATE_PELVIS_X = new Vec3(0.0031, -0.3514, 0.0120);

    /** Width of {@code poses} in the SMPL-X form of AMASS: 55 joints. */
    private static final int FULL_NUMBERS_X = 165;

    private static final int BODY_NUMBERS = BodySkeleton.JOINTS * 3;
    private static final int FULL_NUMBERS = 156;
    private static final String OFFSETS = "egoscope_offsets_m";

    private SmplNpz() {}

    static boolean fits(NpzFile npz) {
        return npz.has("poses") && npz.has("trans") || isPerFrame(npz);
    }

    /** Written by {@link #write}. */
    static boolean isOurs(NpzFile npz) {
        return npz.has(OFFSETS);
    }

    private static boolean isPerFrame(NpzFile npz) {
        return npz.has("global_orient") && npz.has("body_pose") && npz.has("transl");
    }

    static MotionClip read(NpzFile npz, Path file) {
        NpyArray rootArray = npz.read(isPerFrame(npz) ? "transl" : "trans").requireShape(-1, 3);
        int frames = rootArray.length(0);
        if (frames == 0) {
            throw PipelineException.badInput("array " + rootArray.name() + ": expected at least one frame, got none");
        }
        double[] trans = rootArray.toFiniteDoubles();
        double[] axisAngles = isPerFrame(npz) ? perFrame(npz, frames) : amass(npz, frames);
        double framesPerSecond = framesPerSecond(npz);
        if (isOurs(npz)) {
            return ours(npz, frames, axisAngles, framesPerSecond);
        }
        Vec3 templatePelvis = isSmplX(npz) ? TEMPLATE_PELVIS_X : TEMPLATE_PELVIS;
        SmplPoses poses = new SmplPoses(axisAngles, trans, templatePelvis, isYUp(axisAngles));
        BodySequence motion = poses.toSequence(StandingSize.skeleton(poses), framesPerSecond);
        return new MotionClip(FileNames.stem(file), "amass", "", "", motion);
    }

    private static boolean isSmplX(NpzFile npz) {
        NpyArray model = npz.readIfPresent("surface_model_type");
        if (model != null && model.isText()) {
            return model.toText().equalsIgnoreCase("smplx");
        }
        NpyArray poses = npz.readIfPresent("poses");
        return poses != null && poses.dimensions() == 2 && poses.length(1) == FULL_NUMBERS_X;
    }

    /**
     * AMASS has z up; exports of single SMPL fits often y. A trunk that is upright along y on average is taken as the latter; a body that
     * lies along y throughout a file with z up would be mistaken.
     */
    private static boolean isYUp(double[] axisAngles) {
        double alongY = 0;
        double alongZ = 0;
        for (int at = 0; at < axisAngles.length; at += BODY_NUMBERS) {
            Vec3 up = Quaternion.fromRotationVector(new Vec3(axisAngles[at], axisAngles[at + 1], axisAngles[at + 2]))
                    .rotate(new Vec3(0, 1, 0));
            alongY += up.y();
            alongZ += up.z();
        }
        return alongY > 0.8 * (axisAngles.length / BODY_NUMBERS) && alongY > Math.abs(alongZ);
    }

    private static double[] amass(NpzFile npz, int frames) {
        NpyArray poses = npz.read("poses");
        if (poses.dimensions() != 2 || poses.length(1) < BODY_NUMBERS || poses.length(1) % 3 != 0) {
            throw PipelineException.badInput("array poses: expected [T, 66 or more, in threes], got " + poses.dimensions() + " dimensions, "
                    + poses.count() + " numbers");
        }
        double[] all = poses.requireShape(frames, poses.length(1)).toFiniteDoubles();
        double[] body = new double[frames * BODY_NUMBERS];
        for (int t = 0; t < frames; t++) {
            System.arraycopy(all, t * poses.length(1), body, t * BODY_NUMBERS, BODY_NUMBERS);
        }
        return body;
    }

    private static double[] perFrame(NpzFile npz, int frames) {
        double[] root = npz.read("global_orient").requireShape(frames, 3).toFiniteDoubles();
        NpyArray pose = npz.read("body_pose");
        if (pose.dimensions() != 2 || pose.length(1) < BODY_NUMBERS - 3) {
            throw PipelineException.badInput("array body_pose: expected [T, 63 or more], got " + pose.count() + " numbers");
        }
        double[] rest = pose.requireShape(frames, pose.length(1)).toFiniteDoubles();
        double[] body = new double[frames * BODY_NUMBERS];
        for (int t = 0; t < frames; t++) {
            System.arraycopy(root, t * 3, body, t * BODY_NUMBERS, 3);
            System.arraycopy(rest, t * pose.length(1), body, t * BODY_NUMBERS + 3, BODY_NUMBERS - 3);
        }
        return body;
    }

    private static double framesPerSecond(NpzFile npz) {
        for (String name : new String[] {"mocap_framerate", "mocap_frame_rate", "fps"}) {
            NpyArray rate = npz.readIfPresent(name);
            if (rate != null) {
                return rate.toScalar();
            }
        }
        NpyArray times = npz.readIfPresent("timestamps");
        if (times == null || times.count() < 2) {
            throw PipelineException.badInput("archive: expected mocap_framerate, mocap_frame_rate or timestamps, got none of them");
        }
        return Timestamps.framesPerSecond("timestamps", times.toFiniteDoubles());
    }

    /** As written by {@link #write}: rotations from the standard arrays, what SMPL cannot say from our own. */
    private static MotionClip ours(NpzFile npz, int frames, double[] axisAngles, double framesPerSecond) {
        NpyArray joints = npz.read("egoscope_joints_m").requireShape(frames, BodySkeleton.JOINTS, 3);
        joints.toFiniteDoubles();
        float[] rotations = new SmplPoses(axisAngles, new double[frames * 3], TEMPLATE_PELVIS, false).globalRotations();
        double[] eyes = npz.read("egoscope_eyes_in_head_m").requireShape(3).toFiniteDoubles();
        BodySkeleton skeleton = new BodySkeleton(
                npz.read(OFFSETS).requireShape(BodySkeleton.JOINTS, 3).toFloats(),
                npz.read("egoscope_stature_m").toScalar(),
                new Vec3(eyes[0], eyes[1], eyes[2]),
                npz.read("egoscope_ball_height_m").toScalar());
        float[] contacts = npz.read("egoscope_contacts").requireShape(frames, BodySequence.CONTACTS).toFloats();
        BodySequence motion = new BodySequence(skeleton, framesPerSecond, rotations, joints.toFloats(), contacts);
        return new MotionClip(text(npz, "name"), text(npz, "source"), text(npz, "performer"), text(npz, "activity"), motion);
    }

    private static String text(NpzFile npz, String field) {
        @Nullable NpyArray array = npz.readIfPresent("egoscope_" + field);
        return array == null ? "" : array.toText();
    }

    /** AMASS arrays of the neutral mean body, and beside them what it takes to read the clip back exactly. */
    static void write(MotionClip clip, NpzWriter out) throws IOException {
        BodySequence motion = clip.motion();
        int frames = motion.frames();
        double[] poses = new double[frames * FULL_NUMBERS];
        double[] trans = new double[frames * 3];
        for (int t = 0; t < frames; t++) {
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                Quaternion local = motion.localRotation(t, j);
                Quaternion smpl = j == 0 ? local.times(SmplAxes.OURS_FROM_SMPL) : SmplAxes.toSmpl(local);
                put(poses, t * FULL_NUMBERS + j * 3, smpl.normalized().toRotationVector());
            }
            put(trans, t * 3, motion.jointInWorld(t, SmplJoint.PELVIS.ordinal()).minus(TEMPLATE_PELVIS));
        }
        out.put("poses", poses, frames, FULL_NUMBERS);
        out.put("trans", trans, frames, 3);
        out.put("betas", new double[16], 16);
        out.put("gender", "neutral");
        out.put("mocap_framerate", new double[] {motion.framesPerSecond()});
        writeOurs(clip, out);
    }

    private static void writeOurs(MotionClip clip, NpzWriter out) throws IOException {
        BodySequence motion = clip.motion();
        BodySkeleton skeleton = motion.skeleton();
        Vec3 eyes = skeleton.eyesInHead();
        out.put(OFFSETS, skeleton.toOffsetArray(), BodySkeleton.JOINTS, 3);
        out.put("egoscope_eyes_in_head_m", new double[] {eyes.x(), eyes.y(), eyes.z()}, 3);
        out.put("egoscope_stature_m", new double[] {skeleton.statureMeters()});
        out.put("egoscope_ball_height_m", new double[] {skeleton.ballHeightMeters()});
        out.put("egoscope_joints_m", motion.jointsInWorld(), motion.frames(), BodySkeleton.JOINTS, 3);
        out.put("egoscope_contacts", motion.contacts(), motion.frames(), BodySequence.CONTACTS);
        out.put("egoscope_name", clip.name());
        out.put("egoscope_source", clip.source());
        out.put("egoscope_performer", clip.performer());
        out.put("egoscope_activity", clip.activity());
    }

    private static void put(double[] values, int at, Vec3 point) {
        values[at] = point.x();
        values[at + 1] = point.y();
        values[at + 2] = point.z();
    }
}
