package org.egoscope.app.motion;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.motion.BodyPose;
import org.egoscope.ingest.HeadRecording;
import org.egoscope.ingest.HeadTrajectories;
import org.egoscope.ingest.WristSample;
import org.egoscope.motion.Bodies;
import org.egoscope.motion.BodyMesh;
import org.egoscope.motion.LearnedMotion;
import org.egoscope.motion.MotionClip;
import org.egoscope.motion.MotionConfig;
import org.egoscope.motion.MotionFiles;
import org.egoscope.motion.MotionForecast;
import org.egoscope.motion.MotionSampling;
import org.egoscope.torch.TorchDevice;
import org.jspecify.annotations.Nullable;

/** A head trajectory to a moving body: files, pictures and a summary. */
public final class MotionJob {
    /** A body whose stature changes while it moves by more than this is made again, with the last stature from the start. */
    private static final double STATURE_CHANGE_METERS = 0.01;

    private final MotionRequest request;
    private final PrintWriter screen;

    /** @param screen takes the summary */
    public MotionJob(MotionRequest request, PrintWriter screen) {
        this.request = request;
        this.screen = screen;
    }

    /** @param frames on the floors of the takes */
    private record Made(List<BodyTake> takes, HeadFrames frames, String speed) {}

    public void run() {
        HeadRecording head = HeadTrajectories.read(request.trajectory(), request.options());
        List<WristSample> wrists = request.hands().map(file -> HeadTrajectories.readWrists(file, head)).orElse(List.of());
        Optional<AdtSkeleton> truth = request.truth().map(AdtSkeleton::read);
        HeadFrames frames = HeadFrames.of(head, wrists, request.span(), request.floorInFile());
        describe(head, wrists, frames);
        boolean floorKnown = head.floorAtZero() || request.floorInFile().isPresent();
        boolean atOnce = request.offline() || request.control().constraints().isPresent();
        Made made = atOnce ? offline(frames, floorKnown) : live(frames);
        if (made.takes().isEmpty()) {
            throw PipelineException.badInput(String.format(
                    Locale.ROOT, "head trajectory: expected 2 frames at %.0f per second in a row with a head, got %d frame(s) within %.4f s in %s"
                            + " (are the times in the format's unit?)",
                    HeadFrames.FRAMES_PER_SECOND, frames.frames().size(),
                    frames.frames().isEmpty() ? 0 : frames.frames().get(frames.frames().size() - 1).seconds(), request.trajectory()));
        }
        write(made.takes(), made.frames());
        summarize(made);
        forecast(made.takes().get(made.takes().size() - 1));
        truth.ifPresent(body -> screen.println(
                "truth        " + body.compare(made.takes(), made.frames(), head.uprightFromFile())));
    }

    private void describe(HeadRecording head, List<WristSample> wrists, HeadFrames frames) {
        int lost = (int) frames.frames().stream().filter(HeadFrames.Frame::isLost).count();
        screen.println(String.format(
                Locale.ROOT, "head         %s, %.2f s in %d tracks; up: %s; eyes: %s",
                head.format().name().toLowerCase(Locale.ROOT).replace('_', '-'), (head.lastNanos() - head.firstNanos()) / 1e9,
                head.tracks().size(), head.upSource(), head.eyesSource()));
        screen.println(String.format(
                Locale.ROOT, "frames       %d at %.0f per second, %d of them without a head; %d wrists seen",
                frames.frames().size(), HeadFrames.FRAMES_PER_SECOND, lost, wrists.size()));
    }

    private Made live(HeadFrames frames) {
        LiveMotion.Result result = LiveMotion.run(frames, request.config());
        double seconds = frames.frames().size() / HeadFrames.FRAMES_PER_SECOND;
        String speed = String.format(
                Locale.ROOT, "%.1f x real time by the wall, %.1f x by processor time, 99 %% of ticks within %.0f ms, latency %.2f s",
                seconds / result.computeSeconds(), seconds / result.processorSeconds(), 1000 * result.slowestTickSeconds(),
                result.latencySeconds());
        double[] statures = statures(result.poses());
        MotionConfig config = request.config();
        if (config.estimateStature() && statures[1] - statures[0] > STATURE_CHANGE_METERS) {
            screen.println(String.format(Locale.ROOT, "stature      found: %.2f m; made again with it from the start", statures[2]));
            result = LiveMotion.run(frames, config.ofStature(statures[2]));
        }
        return onFoundFloors(new Made(BodyTakes.of(frames, result.poses()), frames, speed));
    }

    /** A floor that was found bit by bit is the same from the start: the body is made again on it, of the assumed stature. */
    private Made onFoundFloors(Made made) {
        Map<String, Double> floors = BodyTakes.floors(made.takes(), made.frames());
        if (floors.isEmpty()) {
            return made;
        }
        screen.println("floor        found; made again on it from the start");
        HeadFrames frames = made.frames().onFloors(floors);
        MotionConfig again = request.config().ofStature(request.config().statureMeters());
        List<BodyTake> takes = BodyTakes.of(frames, LiveMotion.run(frames, again).poses());
        return new Made(BodyTakes.onFoundFloors(takes, frames, floors.keySet()), frames, made.speed());
    }

    /** Least, most and last; NaN without a body. */
    private static double[] statures(@Nullable BodyPose[] poses) {
        double[] statures = {Double.NaN, Double.NaN, Double.NaN};
        for (BodyPose pose : poses) {
            if (pose != null) {
                double stature = pose.body().statureMeters();
                statures[0] = stature >= statures[0] ? statures[0] : stature;
                statures[1] = stature <= statures[1] ? statures[1] : stature;
                statures[2] = stature;
            }
        }
        return statures;
    }

    private Made offline(HeadFrames frames, boolean floorKnown) {
        try (LearnedMotion network = Bodies.load(request.config().generator(), TorchDevice.BEST)) {
            long start = System.nanoTime();
            long processor = ProcessorClock.nanos();
            boolean constrained = request.control().constraints().isPresent();
            List<BodyTake> takes = constrained
                    ? BodyTakes.constrained(frames, network, request, floorKnown)
                    : BodyTakes.offline(frames, network, request.config(), floorKnown);
            double seconds = frames.frames().size() / HeadFrames.FRAMES_PER_SECOND;
            return new Made(takes, frames, String.format(
                    Locale.ROOT, "%.1f x real time by the wall, %.1f x by processor time, whole recording at once%s",
                    seconds * 1e9 / (System.nanoTime() - start), seconds * 1e9 / (ProcessorClock.nanos() - processor),
                    constrained ? ", sampled" : ", no guidance"));
        }
    }

    private void forecast(BodyTake last) {
        MotionRequest.Control control = request.control();
        if (control.forecastSeconds() > 0) {
            try (LearnedMotion network = Bodies.load(request.config().generator(), TorchDevice.BEST)) {
                MotionForecast forecast = network.forecast(
                        last.motion(), control.forecastSeconds(), MotionSampling.sample(control.steps(), control.seed()), control.samples());
                ForecastFiles.write(forecast, request.out());
                screen.println(String.format(
                        Locale.ROOT, "forecast     %.2f s, %d samples, spread of the body: %s", control.forecastSeconds(), control.samples(),
                        ForecastFiles.spread(forecast)));
            }
        }
    }

    private void write(List<BodyTake> takes, HeadFrames frames) {
        try {
            Files.createDirectories(request.out());
            for (int i = 0; i < takes.size(); i++) {
                BodyTake take = takes.get(i);
                String name = takes.size() == 1 ? "motion" : "motion-" + (i + 1);
                MotionClip clip = new MotionClip(name, "egoscope", "", "", take.motion());
                MotionFiles.write(clip, file(name + ".npz"));
                MotionFiles.write(clip, file(name + ".bvh"));
                BodyMesh.of(take.motion().skeleton()).writeGlb(take.motion(), file(name + ".glb"));
            }
            JointsCsv.write(takes, frames, file("joints.csv"));
            BufferedImage strip = StripPicture.paint(takes, frames);
            ImageIO.write(strip, "png", file("strip.png").toFile());
            MotionMovie.write(takes, frames, file("motion.mp4"));
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.RESOURCES, "motion: cannot write to " + request.out(), e);
        }
    }

    private Path file(String name) {
        return request.out().resolve(name);
    }

    private void summarize(Made made) {
        MotionFigures figures = MotionFigures.of(made.takes(), made.frames());
        BodyTake first = made.takes().get(0);
        screen.println(String.format(
                Locale.ROOT, "body         %s, %d frames (%.2f s) in %d takes, stature %.2f m, floor at %.2f m of the file",
                first.method(), figures.frames(), figures.frames() / HeadFrames.FRAMES_PER_SECOND, made.takes().size(),
                first.motion().skeleton().statureMeters(), first.floorInFile()));
        screen.println(figures.toText());
        screen.println("speed        " + made.speed());
        screen.println("written      " + request.out());
    }
}
