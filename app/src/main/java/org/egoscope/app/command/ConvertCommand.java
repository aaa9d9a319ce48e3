package org.egoscope.app.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.egoscope.app.motion.BodyFiles;
import org.egoscope.core.PipelineException;
import org.egoscope.motion.Bodies;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.LearnedMotion;
import org.egoscope.motion.MotionClip;
import org.egoscope.motion.MotionFiles;
import org.egoscope.motion.MotionSampling;
import org.egoscope.torch.TorchDevice;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Motion files from one format to others, and one motion out of two. */
@Command(
        name = "convert",
        mixinStandardHelpOptions = true,
        description = "Body motion from one file format to others; of two files one motion, with what lies between them filled in.",
        footer = {
            "%nReads .npz (AMASS, compact, Nymeria's Xsens), .bvh and .json (Ego-Exo4D). A file of several clips is written with numbers.",
            "  egoscope convert walk.bvh --out walk.npz --out walk.glb --body-model SMPL_NEUTRAL.npz",
            "  egoscope convert walk.npz sit.npz --between-seconds 1.5 --out both.glb"
        })
final class ConvertCommand implements Callable<Integer> {
    private static final int SAMPLE_STEPS = 8;

    @Parameters(arity = "1..2", paramLabel = "FILE", description = "Motion; two files only with --between-seconds.")
    private List<Path> files = List.of();

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "To write, may be repeated: .npz (AMASS), .bvh, .glb or .csv (joints).")
    private List<Path> out = List.of();

    @Option(names = "--body-model", paramLabel = "FILE", description = "SMPL, SMPL-H or SMPL-X .npz that you have a licence for: the surface in .glb (default: our own body).")
    private @Nullable Path bodyModel;

    @Option(names = "--betas", split = ",", paramLabel = "B", description = "Shape of --body-model (default: its mean).")
    private float[] betas = {};

    @Option(names = "--unit", paramLabel = "M", description = "Length of a .bvh file's unit, metres (default: by the length of the legs).")
    private @Nullable Double unit;

    @Option(names = "--file-rate", paramLabel = "HZ", description = "Frames per second of a .bvh file whose header is wrong.")
    private @Nullable Double fileRate;

    @Option(names = "--rate", paramLabel = "HZ", description = "Frames per second to write (default: the file's; of two files the first one's).")
    private @Nullable Double rate;

    @Option(names = "--keep-floor", description = "Heights as in the file; else feet that rest are put on z = 0.")
    private boolean keepFloor;

    @Option(names = "--between-seconds", paramLabel = "S", description = "Time between two motions in one world, to be filled in.")
    private @Nullable Double betweenSeconds;

    @Option(names = "--sample", paramLabel = "SEED", description = "Fill in with a sample of the network, not with what is expected.")
    private @Nullable Long sample;

    @Option(names = "--motion", defaultValue = "free", paramLabel = "NAME", description = "For --sample: free, research (non-commercial) or a weights file (default: ${DEFAULT-VALUE}).")
    private String motion = "free";

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        out.forEach(BodyFiles::requireWritable);
        if ((files.size() == 2) != (betweenSeconds != null)) {
            throw PipelineException.badConfig(
                    "convert: expected two files with --between-seconds, or one without, got " + files.size()
                            + (betweenSeconds == null ? " without" : " with"));
        }
        if (bodyModel == null && betas.length > 0) {
            throw PipelineException.badConfig("--betas: expected --body-model, got none");
        }
        List<MotionClip> clips = betweenSeconds == null ? clips(files.get(0)) : List.of(joined(betweenSeconds));
        BodyFiles writer = new BodyFiles(Optional.ofNullable(bodyModel).map(model -> new BodyFiles.Surface(model, betas)));
        PrintWriter screen = spec.commandLine().getOut();
        for (int i = 0; i < clips.size(); i++) {
            BodySequence body = clips.get(i).motion();
            for (Path file : out) {
                Path target = clips.size() == 1 ? file : numbered(file, i + 1);
                writer.write(clips.get(i), target);
                screen.println(String.format(
                        Locale.ROOT, "%s: %d frames at %.4g per second, stature %.2f m", target, body.frames(), body.framesPerSecond(),
                        body.skeleton().statureMeters()));
            }
        }
        screen.flush();
        return 0;
    }

    private List<MotionClip> clips(Path file) {
        MotionFiles.Options options = new MotionFiles.Options(
                unit == null ? Double.NaN : unit, fileRate == null ? Double.NaN : fileRate, !keepFloor);
        return MotionFiles.readAll(file, options).stream().map(this::atRate).toList();
    }

    private MotionClip atRate(MotionClip clip) {
        if (rate == null) {
            return clip;
        }
        if (!(rate > 0 && rate <= 1000)) {
            throw PipelineException.badConfig("--rate: expected above 0 and at most 1000, got " + rate);
        }
        return with(clip, MotionFiles.resample(clip.motion(), rate));
    }

    private static MotionClip with(MotionClip clip, BodySequence motion) {
        return new MotionClip(clip.name(), clip.source(), clip.performer(), clip.activity(), motion);
    }

    private MotionClip joined(double seconds) {
        MotionClip first = only(files.get(0));
        double framesPerSecond = first.motion().framesPerSecond();
        BodySequence last = MotionFiles.resample(only(files.get(1)).motion(), framesPerSecond);
        if (!(seconds > 0 && seconds <= 60)) {
            throw PipelineException.badConfig("--between-seconds: expected above 0 and at most 60, got " + seconds);
        }
        int missing = (int) Math.max(1, Math.round(seconds * framesPerSecond));
        MotionSampling sampling = sample == null ? MotionSampling.mean(1) : MotionSampling.sample(SAMPLE_STEPS, sample);
        try (LearnedMotion network = Bodies.load(motion, TorchDevice.BEST)) {
            return with(first, network.between(first.motion(), last, missing, sampling));
        }
    }

    private MotionClip only(Path file) {
        List<MotionClip> clips = clips(file);
        if (clips.size() != 1) {
            throw PipelineException.badInput(file + ": expected one clip, got " + clips.size());
        }
        return clips.get(0);
    }

    private static Path numbered(Path file, int number) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return file.resolveSibling(name.substring(0, dot) + "-" + number + name.substring(dot));
    }
}
