package org.egoscope.motion.internal.format;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.egoscope.core.PipelineException;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.MotionClip;
import org.egoscope.motion.MotionFiles;

/** Finds the reader and the writer of a file. */
public final class MotionFormats {
    private MotionFormats() {}

    public static List<MotionClip> read(Path file, MotionFiles.Options options) {
        if (!Files.isRegularFile(file)) {
            throw PipelineException.badInput("motion file: expected a file, got no such file");
        }
        switch (FileNames.extension(file)) {
            case "npz":
                return List.of(readArchive(file, options));
            case "bvh":
                return List.of(onFloor(BvhReader.read(file, options.unitMeters(), options.framesPerSecond()), options));
            case "json":
                return BodyJson.read(file).stream().map(clip -> onFloor(clip, options)).toList();
            default:
                throw PipelineException.badInput("motion file: expected .npz, .bvh or .json, got " + FileNames.name(file));
        }
    }

    private static MotionClip readArchive(Path file, MotionFiles.Options options) {
        try (NpzFile npz = NpzFile.open(file)) {
            if (CompactNpz.fits(npz)) {
                return CompactNpz.read(npz);
            }
            if (SmplNpz.isOurs(npz)) {
                return SmplNpz.read(npz, file);
            }
            if (SmplNpz.fits(npz)) {
                return onFloor(SmplNpz.read(npz, file), options);
            }
            if (XsensNpz.fits(npz)) {
                return onFloor(XsensNpz.read(npz, file), options);
            }
            throw PipelineException.badInput("archive: expected arrays of a compact clip, of SMPL parameters or of Xsens segments, got "
                    + Text.shortened(npz.names().toString()));
        }
    }

    private static MotionClip onFloor(MotionClip clip, MotionFiles.Options options) {
        BodySequence motion = clip.motion();
        boolean shift = options.moveFloorToZero() && !clip.source().equals(BvhReader.OURS);
        return new MotionClip(
                clip.name(), clip.source(), clip.performer(), clip.activity(), shift ? FloorHeight.moveToZero(motion) : motion);
    }

    /** Through a file beside the target, so that a broken export never stands in the place of a whole one. */
    public static void write(MotionClip clip, Path file) {
        String extension = FileNames.extension(file);
        if (!extension.equals("npz") && !extension.equals("bvh")) {
            throw PipelineException.badConfig("motion file: expected .npz or .bvh, got " + FileNames.name(file));
        }
        requireComplete(clip.motion());
        Path partial = file.resolveSibling(FileNames.name(file) + ".partial");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial))) {
                if (extension.equals("npz")) {
                    try (NpzWriter npz = new NpzWriter(out)) {
                        SmplNpz.write(clip, npz);
                    }
                } else {
                    try (Writer text = new OutputStreamWriter(out, StandardCharsets.US_ASCII)) {
                        new BvhWriter(clip.motion(), text).write();
                    }
                }
            }
            Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireComplete(BodySequence motion) {
        for (int i = 0; i < motion.jointsInWorld().length; i++) {
            if (!Float.isFinite(motion.jointsInWorld()[i])) {
                int joint = i / 3;
                throw PipelineException.badInput("motion: expected a position of every joint, got none of joint " + joint % BodySkeleton.JOINTS
                        + " in frame " + joint / BodySkeleton.JOINTS);
            }
        }
    }
}
