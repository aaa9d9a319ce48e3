package org.egoscope.perception.internal.track;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.egoscope.core.geometry.Camera;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.geometry.PinholeCamera;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.Instance;
import org.egoscope.core.time.MediaTime;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.SessionId;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.perception.HandSettings;
import org.egoscope.perception.HandTracker;
import org.egoscope.perception.Hands;
import org.egoscope.perception.InstanceTracker;
import org.egoscope.perception.Instances;
import org.egoscope.perception.SegmentConfig;
import org.egoscope.torch.ModelDirectory;

/**
 * Runs the tracker on a clip, prints times and track lengths and writes overlays to look at.
 * Arguments: model directory or "none", output prefix, most frames, every n-th frame to draw, clips.
 */
public final class ClipTrial {
    private ClipTrial() {}

    public static void main(String[] arguments) throws Exception {
        Optional<ModelDirectory> models =
                arguments[0].equals("none") ? Optional.empty() : Optional.of(ModelDirectory.open(Path.of(arguments[0])));
        try (Instances instances = Instances.open(models, SegmentConfig.defaults());
                Hands hands = models.isPresent() ? Hands.open(models.get(), HandSettings.DEFAULT) : Hands.withoutNetworks()) {
            for (int i = 4; i < arguments.length; i++) {
                run(instances, hands, arguments[i], arguments[1], Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
            }
        }
    }

    private static void run(Instances instances, Hands handNetworks, String clip, String prefix, int frames, int every) throws Exception {
        String name = Path.of(clip).getFileName().toString().replace(".mp4", "");
        Map<Long, Integer> lives = new TreeMap<>();
        Map<Long, String> labels = new TreeMap<>();
        List<Double> keyTimes = new ArrayList<>();
        List<Double> otherTimes = new ArrayList<>();
        int rows = 0;
        int state = 0;
        int count = 0;
        try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(clip);
                HandTracker handTracker = handNetworks.newTracker();
                InstanceTracker tracker = instances.newTracker()) {
            grabber.setPixelFormat(avutil.AV_PIX_FMT_RGB24);
            grabber.start();
            for (Frame frame = grabber.grabImage(); frame != null && count < frames; frame = grabber.grabImage(), count++) {
                VideoFrame picture = convert(frame, count, grabber.getFrameRate());
                List<Hand> hands = handTracker.track(picture);
                long before = System.nanoTime();
                List<Instance> found = tracker.track(picture, hands, PaintedScene.NO_POSE);
                double ms = (System.nanoTime() - before) / 1e6;
                boolean key = found.stream().anyMatch(f -> !f.method().endsWith("+propagated"));
                (key ? keyTimes : otherTimes).add(ms);
                rows += found.size();
                found.forEach(f -> lives.merge(f.trackId(), 1, Integer::sum));
                found.forEach(f -> labels.put(f.trackId(), f.label()));
                state = tracker.snapshot().length;
                if (count % every == 0) {
                    draw(picture, found, prefix + name + "_" + count + (key ? "k" : "p") + ".png");
                }
            }
        }
        List<Integer> lengths = lives.values().stream().sorted().toList();
        System.out.printf(
                "%s: %d frames, key %d x %.1f ms, other %d x %.1f ms, mean %.1f ms; %.1f instances per frame, %d ids, "
                        + "instance-weighted mean life %.0f frames, state %d bytes%n",
                name, count, keyTimes.size(), mean(keyTimes), otherTimes.size(), mean(otherTimes),
                (mean(keyTimes) * keyTimes.size() + mean(otherTimes) * otherTimes.size()) / count, (double) rows / count,
                lengths.size(), lengths.stream().mapToDouble(l -> (double) l * l).sum() / rows, state);
        labels.values().removeIf(Instance.UNKNOWN::equals);
        labels.forEach((id, label) -> System.out.print(id + " " + label + " x" + lives.get(id) + ", "));
        System.out.println();
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }

    static VideoFrame convert(Frame frame, int index, double rate) {
        ImageSize full = new ImageSize(frame.imageWidth, frame.imageHeight);
        ImageSize size = full.fitLongSide(512);
        ByteBuffer pixels = ByteBuffer.allocateDirect(size.pixels() * 3);
        try (PointerScope scope = new PointerScope()) {
            Mat source = new Mat(
                    full.height(), full.width(), opencv_core.CV_8UC3,
                    new BytePointer((ByteBuffer) frame.image[0].position(0)), frame.imageStride);
            Mat target = new Mat(size.height(), size.width(), opencv_core.CV_8UC3, new BytePointer(pixels));
            opencv_imgproc.resize(source, target, new Size(size.width(), size.height()), 0, 0, opencv_imgproc.INTER_AREA);
        }
        long nanos = Math.round(index / rate * 1e9);
        Camera camera =
                new Camera(PinholeCamera.fromHorizontalFieldOfView(size, 1.5), RigidTransform.IDENTITY, false);
        TimeRange span = new TimeRange(new MediaTime(nanos), new MediaTime(Math.round((index + 1) / rate * 1e9)));
        return new VideoFrame(new SessionId("trial"), index, span, camera, Optional.empty(), pixels);
    }

    private static void draw(VideoFrame frame, List<Instance> found, String file) {
        int width = frame.size().width();
        int height = frame.size().height();
        byte[] rgb = new byte[width * height * 3];
        frame.rgb().get(rgb);
        byte[] plain = rgb.clone();
        byte[] bitmap = new byte[width * height];
        found.stream().sorted((a, b) -> b.mask().area() - a.mask().area()).forEach(instance -> {
            instance.mask().copyTo(bitmap);
            int hue = (int) (instance.trackId() * 0x9E3779B1L >>> 8);
            for (int p = 0; p < bitmap.length; p++) {
                if (bitmap[p] == 0) {
                    continue;
                }
                boolean edge = p % width == width - 1 || p + width >= bitmap.length || bitmap[p + 1] == 0 || bitmap[p + width] == 0;
                for (int c = 0; c < 3; c++) {
                    int colour = (hue >> (c * 8)) & 255;
                    rgb[p * 3 + c] = (byte) (edge ? colour : ((plain[p * 3 + c] & 255) * 6 + colour * 4) / 10);
                }
            }
        });
        try (PointerScope scope = new PointerScope()) {
            Mat small = new Mat(height, width, opencv_core.CV_8UC3, new BytePointer(rgb));
            Mat large = new Mat();
            opencv_imgproc.resize(small, large, new Size(width * 2, height * 2));
            opencv_imgproc.cvtColor(large, large, opencv_imgproc.COLOR_RGB2BGR);
            for (Instance instance : found) {
                String text = instance.trackId() + (instance.label().equals(Instance.UNKNOWN) ? "" : " " + instance.label());
                Point at = new Point((int) instance.box().centerX() * 2 - 10, (int) instance.box().centerY() * 2);
                opencv_imgproc.putText(large, text, at, 0, 0.5, Scalar.WHITE, 1, 8, false);
            }
            opencv_imgcodecs.imwrite(file, large);
        }
    }
}
