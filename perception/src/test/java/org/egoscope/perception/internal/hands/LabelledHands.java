package org.egoscope.perception.internal.hands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.perception.HandTracker;
import org.egoscope.perception.Hands;

/** Error of the hand tracker on single pictures with 21 labelled keypoints (COCO-style json). */
final class LabelledHands {
    private LabelledHands() {}

    /**
     * @param found pictures in which a hand was found
     * @param meanRelativeError mean keypoint distance over the longer side of the labelled box
     * @param withinFifth share of keypoints nearer than a fifth of that side
     */
    record Result(int found, double meanRelativeError, double withinFifth) {}

    static Result measure(Path folder, Hands hands) throws IOException {
        JsonNode labels = new ObjectMapper().readTree(folder.resolve("test_freihand.json").toFile());
        int found = 0;
        int within = 0;
        double error = 0;
        for (JsonNode annotation : labels.get("annotations")) {
            try (HandTracker tracker = hands.newTracker()) {
                List<Hand> seen = tracker.track(picture(folder.resolve(fileOf(labels, annotation.get("image_id").asInt()))));
                if (!seen.isEmpty()) {
                    found++;
                    double size = Math.max(annotation.get("bbox").get(2).asDouble(), annotation.get("bbox").get(3).asDouble());
                    for (int k = 0; k < 21; k++) {
                        double dx = seen.get(0).keypoints().inImage(k).x() - annotation.get("keypoints").get(3 * k).asDouble();
                        double dy = seen.get(0).keypoints().inImage(k).y() - annotation.get("keypoints").get(3 * k + 1).asDouble();
                        error += Math.hypot(dx, dy) / size / 21;
                        within += Math.hypot(dx, dy) < size / 5 ? 1 : 0;
                    }
                }
            }
        }
        return new Result(found, error / Math.max(1, found), within / (21.0 * Math.max(1, found)));
    }

    private static String fileOf(JsonNode labels, int id) {
        for (JsonNode image : labels.get("images")) {
            if (image.get("id").asInt() == id) {
                return image.get("file_name").asText();
            }
        }
        throw new IllegalArgumentException("label: expected a picture with id " + id + ", got none");
    }

    private static VideoFrame picture(Path file) throws IOException {
        BufferedImage image = ImageIO.read(file.toFile());
        return TestFrames.paint(new ImageSize(image.getWidth(), image.getHeight()), 0, image::getRGB);
    }
}
