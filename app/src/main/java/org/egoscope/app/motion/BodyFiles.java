package org.egoscope.app.motion;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodyMesh;
import org.egoscope.motion.BodyModel;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.MotionClip;
import org.egoscope.motion.MotionFiles;

/** Bodies as files, by their extension: npz (AMASS), bvh, glb (skinned and animated) and csv (places of joints). */
public final class BodyFiles {
    private static final Set<String> WRITABLE = Set.of("npz", "bvh", "glb", "csv");

    private final Optional<Surface> surface;

    /**
     * The surface of glb files where it is not our own.
     *
     * @param model file of the SMPL family that the user has a licence for
     * @param betas its shape; numbers that are left out are 0
     */
    public record Surface(Path model, float[] betas) {}

    /** @param surface empty for our own body */
    public BodyFiles(Optional<Surface> surface) {
        this.surface = surface;
    }

    /** @throws PipelineException BAD_CONFIG if files of this name are not written */
    public static void requireWritable(Path file) {
        if (!WRITABLE.contains(extension(file))) {
            throw PipelineException.badConfig("--out: expected .npz, .bvh, .glb or .csv, got " + file);
        }
    }

    public void write(MotionClip clip, Path file) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            switch (extension(file)) {
                case "glb" -> writeGlb(clip.motion(), file);
                case "csv" -> writeJoints(clip.motion(), file);
                default -> MotionFiles.write(clip, file);
            }
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.RESOURCES, "motion: expected to write " + file + ", got " + e, e);
        }
    }

    private void writeGlb(BodySequence motion, Path file) {
        if (surface.isEmpty()) {
            BodyMesh.of(motion.skeleton()).writeGlb(motion, file);
            return;
        }
        try (BodyModel model = BodyModel.load(surface.get().model())) {
            model.shaped(surface.get().betas()).writeGlb(motion, file);
        }
    }

    /** Frame, seconds since the first one, then x, y, z of 22 joints: metres, z up. */
    private static void writeJoints(BodySequence motion, Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            StringBuilder line = new StringBuilder("frame,time_s");
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                String name = SmplJoint.all().get(j).name().toLowerCase(Locale.ROOT);
                line.append(',').append(name).append("_x,").append(name).append("_y,").append(name).append("_z");
            }
            out.append(line).append('\n');
            for (int t = 0; t < motion.frames(); t++) {
                line.setLength(0);
                line.append(t).append(String.format(Locale.ROOT, ",%.6f", t / motion.framesPerSecond()));
                for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                    Vec3 joint = motion.jointInWorld(t, j);
                    line.append(String.format(Locale.ROOT, ",%.4f,%.4f,%.4f", joint.x(), joint.y(), joint.z()));
                }
                out.append(line).append('\n');
            }
        }
    }

    private static String extension(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
