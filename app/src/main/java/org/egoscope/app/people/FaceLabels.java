package org.egoscope.app.people;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.BoundingBox;

/**
 * Faces drawn by a person: a row {@code clip,picture_width,frame,x,y,width,height} for each, in pixels of the picture made that wide. The
 * frame {@code *} without a box says that a clip shows nobody.
 */
final class FaceLabels {
    private static final int COLUMNS = 7;
    private static final String EVERY_FRAME = "*";

    private final Map<String, Map<Long, List<Label>>> faces = new TreeMap<>();
    private final Set<String> empty = new TreeSet<>();

    private record Label(double pictureWidth, double[] box) {
        BoundingBox in(ImageSize size) {
            double scale = size.width() / pictureWidth;
            return new BoundingBox(
                    (float) (box[0] * scale), (float) (box[1] * scale), (float) (box[2] * scale), (float) (box[3] * scale));
        }
    }

    private FaceLabels() {}

    /** @throws PipelineException BAD_INPUT naming the line that cannot be read */
    static FaceLabels read(Path file) throws IOException {
        FaceLabels labels = new FaceLabels();
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.isBlank() && !line.startsWith("#") && !line.startsWith("clip,")) {
                labels.add(line, file + " line " + (i + 1));
            }
        }
        return labels;
    }

    private void add(String line, String where) {
        String[] cells = line.split(",", -1);
        if (cells.length != COLUMNS) {
            throw PipelineException.badInput(where + ": expected " + COLUMNS + " columns, got " + cells.length);
        }
        if (cells[2].equals(EVERY_FRAME)) {
            empty.add(cells[0]);
            return;
        }
        try {
            double[] box = new double[4];
            for (int i = 0; i < box.length; i++) {
                box[i] = Double.parseDouble(cells[3 + i]);
            }
            faces.computeIfAbsent(cells[0], any -> new TreeMap<>())
                    .computeIfAbsent(Long.parseLong(cells[2]), any -> new ArrayList<>())
                    .add(new Label(Double.parseDouble(cells[1]), box));
        } catch (NumberFormatException e) {
            throw PipelineException.badInput(where + ": expected numbers, got " + line);
        }
    }

    /** Whether the labels say anything about the clip. */
    boolean know(String clip) {
        return faces.containsKey(clip) || empty.contains(clip);
    }

    /** Whether faces are labelled in it. */
    boolean showPeople(String clip) {
        return faces.containsKey(clip);
    }

    /** Whether it is known which faces the frame shows. */
    boolean know(String clip, long frame) {
        return empty.contains(clip) || faces.containsKey(clip) && faces.get(clip).containsKey(frame);
    }

    /** Pixels of a picture of this size. */
    List<BoundingBox> faces(String clip, long frame, ImageSize size) {
        return faces.getOrDefault(clip, Map.of()).getOrDefault(frame, List.of()).stream().map(label -> label.in(size)).toList();
    }
}
