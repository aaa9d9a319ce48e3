package org.egoscope.app.hands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Camera;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.geometry.PinholeCamera;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.SessionId;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.perception.HandTracker;

/** Single pictures with 21 labelled keypoints each (COCO-style json: images, annotations with keypoints x, y, v and bbox). */
public final class LabelledHands {
    private static final double NEAR = 0.2;
    private static final long MOST_BYTES = 64L << 20;
    private static final double FIELD_OF_VIEW_DEGREES = 60;

    private final Path file;
    private final JsonNode annotations;
    private final Map<Integer, String> pictures = new HashMap<>();

    /** True if it is COCO-style, with 21 keypoints per picture, and not too large to be read whole. */
    public static boolean isLabelFile(Path file) throws IOException {
        JsonNode root = Files.size(file) > MOST_BYTES ? null : new ObjectMapper().readTree(file.toFile());
        return root != null && root.path("images").isArray() && root.path("annotations").path(0).path("keypoints").size() == 3 * HandKeypoints.COUNT;
    }

    public LabelledHands(Path file) throws IOException {
        this.file = file;
        JsonNode root = new ObjectMapper().readTree(file.toFile());
        if (!root.path("images").isArray() || !root.path("annotations").isArray()) {
            throw PipelineException.badInput("labels: expected arrays images and annotations, got neither in " + file);
        }
        root.get("images").forEach(image -> pictures.put(image.get("id").asInt(), image.get("file_name").asText()));
        this.annotations = root.get("annotations");
    }

    /**
     * Errors over the labelled box's longer side.
     *
     * @param found pictures in which a hand was found
     * @param total pictures
     * @param meanError of the keypoints of found hands
     * @param withinFifth share of keypoints nearer than a fifth
     */
    record Result(int found, int total, double meanError, double withinFifth) {}

    /** @param tracker a fresh one is asked for each picture */
    Result measure(Supplier<HandTracker> tracker) throws IOException {
        int found = 0;
        int within = 0;
        double error = 0;
        for (JsonNode annotation : annotations) {
            Optional<Hand> hand = find(annotation, tracker);
            if (hand.isEmpty()) {
                continue;
            }
            found++;
            for (double each : errors(annotation, hand.get())) {
                error += each;
                within += each < NEAR ? 1 : 0;
            }
        }
        double points = HandKeypoints.COUNT * (double) Math.max(1, found);
        return new Result(found, annotations.size(), error / points, within / points);
    }

    /**
     * By picture the mean error of the keypoints over the labelled box's longer side; NaN where no hand was found.
     *
     * @param tracker a fresh one is asked for each picture
     */
    public List<Double> errors(Supplier<HandTracker> tracker) throws IOException {
        List<Double> means = new ArrayList<>();
        for (JsonNode annotation : annotations) {
            means.add(find(annotation, tracker)
                    .map(hand -> Arrays.stream(errors(annotation, hand)).average().orElse(Double.NaN))
                    .orElse(Double.NaN));
        }
        return means;
    }

    private static double[] errors(JsonNode annotation, Hand hand) {
        double size = Math.max(annotation.get("bbox").get(2).asDouble(), annotation.get("bbox").get(3).asDouble());
        double[] errors = new double[HandKeypoints.COUNT];
        for (int k = 0; k < errors.length; k++) {
            double dx = hand.keypoints().inImage(k).x() - annotation.get("keypoints").get(3 * k).asDouble();
            double dy = hand.keypoints().inImage(k).y() - annotation.get("keypoints").get(3 * k + 1).asDouble();
            errors[k] = Math.hypot(dx, dy) / size;
        }
        return errors;
    }

    private Optional<Hand> find(JsonNode annotation, Supplier<HandTracker> trackers) throws IOException {
        Path picture = file.resolveSibling(pictures.get(annotation.get("image_id").asInt()));
        try (HandTracker tracker = trackers.get()) {
            return best(tracker.track(read(picture)));
        }
    }

    private static Optional<Hand> best(List<Hand> hands) {
        return hands.stream().max((a, b) -> Float.compare(a.confidence(), b.confidence()));
    }

    private static VideoFrame read(Path file) throws IOException {
        BufferedImage image = ImageIO.read(file.toFile());
        ImageSize size = new ImageSize(image.getWidth(), image.getHeight());
        ByteBuffer rgb = ByteBuffer.allocateDirect(size.pixels() * 3);
        for (int y = 0; y < size.height(); y++) {
            for (int x = 0; x < size.width(); x++) {
                int colour = image.getRGB(x, y);
                rgb.put((byte) (colour >> 16)).put((byte) (colour >> 8)).put((byte) colour);
            }
        }
        Camera camera = new Camera(
                PinholeCamera.fromHorizontalFieldOfView(size, Math.toRadians(FIELD_OF_VIEW_DEGREES)), RigidTransform.IDENTITY, false);
        return new VideoFrame(new SessionId("picture"), 0, TimeRange.ofNanos(0, 1), camera, Optional.empty(), rgb);
    }
}
