package org.egoscope.motion;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.egoscope.core.PipelineException;
import org.egoscope.motion.internal.format.FloorHeight;
import org.egoscope.motion.internal.format.MotionFormats;
import org.egoscope.motion.internal.format.Resampling;

/**
 * Motion on disk.
 *
 * <table>
 * <caption>Formats</caption>
 * <tr><td>{@code .npz}</td><td>read: our compact clips; AMASS and other SMPL parameters; Xsens segments as in Nymeria's {@code xdata.npz}.
 * Written: AMASS, with additional arrays by which it is read back exactly</td></tr>
 * <tr><td>{@code .bvh}</td><td>read: SMPL, CMU (MotionBuilder, 3ds Max and DAZ releases), Bandai-Namco, Mixamo, LaFAN1 and Xsens joint
 * names. Written: SMPL names, centimetres, y up</td></tr>
 * <tr><td>{@code .json}</td><td>read: Ego-Exo4D body annotations, one clip per run without a hole</td></tr>
 * </table>
 *
 * <p>Whatever the file, clips are in metres with z up, joint axes as in {@link BodySkeleton}, contacts unknown unless the file has them.
 */
public final class MotionFiles {
    private static final Set<String> READABLE = Set.of("npz", "bvh", "json");

    private MotionFiles() {}

    /**
     * What a file does not say, or says wrongly.
     *
     * @param unitMeters length of a BVH file's unit; NaN to tell it from the length of the legs
     * @param framesPerSecond rate of a BVH file, where the header is wrong; NaN to believe the header
     * @param moveFloorToZero whether to shift files that have no agreed floor (BVH, Xsens, SMPL parameters, annotations, not our own exports)
     *     so that feet which stand still stand on z = 0; where no foot stands still, nothing is shifted
     */
    public record Options(double unitMeters, double framesPerSecond, boolean moveFloorToZero) {
        public Options {
            checkPositive("unit in metres", unitMeters, 100);
            checkPositive("frame rate in 1/s", framesPerSecond, 1000);
        }

        private static void checkPositive(String what, double value, double most) {
            if (!Double.isNaN(value) && !(value > 0 && value <= most)) {
                throw PipelineException.badConfig(what + ": expected above 0 and at most " + most + ", got " + value);
            }
        }

        /** Unit and rate by the file, floor at zero. */
        public static Options defaults() {
            return new Options(Double.NaN, Double.NaN, true);
        }
    }

    /** A file that could not be read, and why. */
    public record Refusal(Path file, String reason) {}

    /** What a folder held, in order of the paths. */
    public record Folder(List<MotionClip> clips, List<Refusal> refusals) {
        public Folder {
            clips = List.copyOf(clips);
            refusals = List.copyOf(refusals);
        }
    }

    /** The only clip of a file. */
    public static MotionClip read(Path file) {
        List<MotionClip> clips = readAll(file, Options.defaults());
        if (clips.size() != 1) {
            throw PipelineException.badInput("expected one clip, got " + clips.size()).at(file.toString());
        }
        return clips.get(0);
    }

    /** All clips of a file; only annotations with holes have more than one. */
    public static List<MotionClip> readAll(Path file, Options options) {
        try {
            return MotionFormats.read(file, options);
        } catch (PipelineException e) {
            throw e.at(file.toString());
        }
    }

    /**
     * All motion files below a folder, whose paths come in order. A bad file is left out and told with its reason; nothing else is lost.
     */
    public static Folder readFolder(Path folder) {
        List<MotionClip> clips = new ArrayList<>();
        List<Refusal> refusals = new ArrayList<>();
        for (Path file : motionFiles(folder)) {
            try {
                clips.addAll(readAll(file, Options.defaults()));
            } catch (PipelineException | UncheckedIOException e) {
                refusals.add(new Refusal(file, String.valueOf(e.getMessage())));
            }
        }
        return new Folder(clips, refusals);
    }

    private static List<Path> motionFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> READABLE.contains(extension(file)) && Files.isRegularFile(file)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String extension(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** As {@code .npz} or {@code .bvh}, by the extension; an existing file is replaced once the new one is complete. */
    public static void write(MotionClip clip, Path file) {
        try {
            MotionFormats.write(clip, file);
        } catch (PipelineException e) {
            throw e.at(file.toString());
        }
    }

    /** The same motion at another frame rate: shortest arcs and straight lines between the frames, no smoothing. */
    public static BodySequence resample(BodySequence motion, double framesPerSecond) {
        return Resampling.to(motion, framesPerSecond);
    }

    /** Height of the floor by the feet that stand still, metres; NaN if none does. */
    public static double floorHeight(BodySequence motion) {
        return FloorHeight.of(motion);
    }
}
