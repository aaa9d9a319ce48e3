package org.egoscope.app.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.egoscope.app.motion.MotionJob;
import org.egoscope.app.motion.MotionRequest;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.ingest.HeadTrajectories;
import org.egoscope.motion.MotionConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Full-body motion without video. */
@Command(
        name = "motion",
        mixinStandardHelpOptions = true,
        description = "Full-body motion from a head trajectory that another tool made, without video.",
        footer = "%nWrites motion.npz (AMASS), .bvh, .glb, joints.csv, strip.png and motion.mp4. World: z up, floor at 0.")
final class MotionCommand implements Runnable {
    private static final Map<String, Vec3> AXES = Map.of(
            "x", new Vec3(1, 0, 0), "y", new Vec3(0, 1, 0), "z", new Vec3(0, 0, 1),
            "-x", new Vec3(-1, 0, 0), "-y", new Vec3(0, -1, 0), "-z", new Vec3(0, 0, -1));

    @Option(names = "--trajectory", required = true, paramLabel = "FILE", description = "Poses of the head or of the headset.")
    private Path trajectory = Path.of("trajectory.csv");

    @Option(names = "--hands", paramLabel = "FILE", description = "Wrists: wrist_and_palm_poses.csv (MPS) or umetrack_hand_pose_trajectory.jsonl (HOT3D).")
    private @Nullable Path hands;

    @Option(names = "--format", defaultValue = "auto", paramLabel = "NAME", description = "auto, mps, tum, adt, hot3d or pose-csv (default: ${DEFAULT-VALUE}).")
    private String format = "auto";

    @Option(names = "--up", paramLabel = "AXIS", description = "Up in the file's world, x, y, z, -x, -y or -z, if the file does not say.")
    private @Nullable String up;

    @Option(names = "--eyes", paramLabel = "FILE", description = "Place of the eyes on the device, JSON (default: nominal).")
    private @Nullable Path eyes;

    @Option(names = "--floor", paramLabel = "Z", description = "Height of the floor in the file's world, metres (default: by the format, or estimated).")
    private @Nullable Double floor;

    @Option(names = "--motion", defaultValue = "free", paramLabel = "NAME", description = "free, research (non-commercial), kinematic (rules) or a weights file (default: ${DEFAULT-VALUE}).")
    private String motion = "free";

    @Option(names = "--stature", paramLabel = "M", description = "Body height, metres (default: 1.70, or by the head's height where the floor is known).")
    private @Nullable Double stature;

    @Option(names = "--latency", paramLabel = "S", description = "How long a frame may wait for its body, seconds (default: 1.0).")
    private @Nullable Double latency;

    @Option(names = "--offline", description = "The network sees the whole recording at once; nothing corrects feet and wrists.")
    private boolean offline;

    @Option(names = "--likelihood", description = "How likely the network takes each frame to be, in joints.csv; takes many times longer than the motion.")
    private boolean likelihood;

    @Option(names = "--steps", paramLabel = "N", description = "Of the flow (default: 1; of what is sampled 8).")
    private @Nullable Integer steps;

    @Option(names = "--constraints", paramLabel = "FILE", description = "Paths and poses to keep to, JSON; the whole recording is sampled at once (docs/formats/constraints.md).")
    private @Nullable Path constraints;

    @Option(names = "--forecast-seconds", defaultValue = "0", paramLabel = "S", description = "Go on for so long after the end: forecast.npz, .bvh and .csv.")
    private double forecastSeconds;

    @Option(names = "--samples", defaultValue = "8", paramLabel = "K", description = "Of the forecast (default: ${DEFAULT-VALUE}).")
    private int samples;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Of what is sampled (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--seconds", paramLabel = "A:B", description = "Part of the recording, seconds since its first pose.")
    private @Nullable String seconds;

    @Option(names = "--truth", paramLabel = "FILE", description = "Skeleton_*.json of Aria Digital Twin to compare with.")
    private @Nullable Path truth;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder of the results.")
    private Path out = Path.of("motion-out");

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter screen = spec.commandLine().getOut();
        new MotionJob(request(), screen).run();
        screen.flush();
    }

    private MotionRequest request() {
        if (offline && latency != null) {
            throw PipelineException.badConfig("--latency: expected none with --offline, got " + latency);
        }
        if (likelihood && (offline || constraints != null)) {
            throw PipelineException.badConfig("--likelihood: expected neither --offline nor --constraints, got one of them");
        }
        MotionConfig config = new MotionConfig(
                motion, stature == null ? MotionConfig.defaults().statureMeters() : stature, stature == null,
                latency == null ? MotionConfig.defaults().latencySeconds() : latency, steps == null ? 1 : steps,
                MotionConfig.defaults().meanDraws(), true, likelihood);
        HeadTrajectories.Options options = new HeadTrajectories.Options(
                formatNamed(format), Optional.ofNullable(up).map(MotionCommand::axis),
                Optional.ofNullable(eyes).map(HeadTrajectories::readEyes));
        return new MotionRequest(
                trajectory, Optional.ofNullable(hands), options,
                seconds == null ? MotionRequest.Span.ALL : MotionRequest.Span.parse(seconds),
                floor == null ? OptionalDouble.empty() : OptionalDouble.of(floor), config, offline, Optional.ofNullable(truth),
                new MotionRequest.Control(Optional.ofNullable(constraints), forecastSeconds, samples, sampledSteps(), seed), out);
    }

    /** Steps given for what is not sampled say nothing here. */
    private int sampledSteps() {
        boolean sampled = constraints != null || forecastSeconds > 0;
        return steps == null || !sampled ? 8 : steps;
    }

    private static HeadTrajectories.Format formatNamed(String name) {
        for (HeadTrajectories.Format candidate : HeadTrajectories.Format.values()) {
            if (candidate.name().equals(name.toUpperCase(Locale.ROOT).replace('-', '_'))) {
                return candidate;
            }
        }
        throw PipelineException.badConfig("--format: expected auto, mps, tum, adt, hot3d or pose-csv, got '" + name + "'");
    }

    private static Vec3 axis(String name) {
        Vec3 axis = AXES.get(name.startsWith("+") ? name.substring(1) : name);
        if (axis == null) {
            throw PipelineException.badConfig("--up: expected x, y, z, -x, -y or -z, got '" + name + "'");
        }
        return axis;
    }
}
