package org.egoscope.app.segment;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.egoscope.app.report.OverlayPainter;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Mask;

/**
 * A folder of results: {@code masks/FRAME_NUMBER.png} (white inside), {@code overlay_FRAME.png}, and {@code annotations.json} as COCO's
 * tools read it, with compressed run lengths.
 */
final class MaskFiles {
    /** Turns the hue by the golden angle from mask to mask, so that neighbours in the list differ. */
    private static final float HUE_STEP = 0.618034f;

    private static final float OPACITY = 0.5f;

    private final Path folder;
    private final ObjectNode document = new ObjectMapper().createObjectNode();
    private final ArrayNode images;
    private final ArrayNode annotations;

    /**
     * A mask with what is written about it.
     *
     * @param facts numbers by name, such as {@code predicted_iou}
     */
    record Entry(Mask mask, ObjectNode facts) {}

    MaskFiles(Path folder, String method) {
        this.folder = folder;
        try {
            Files.createDirectories(folder.resolve("masks"));
        } catch (IOException e) {
            throw failed(e);
        }
        document.putObject("info").put("description", "masks by " + method);
        images = document.putArray("images");
        annotations = document.putArray("annotations");
        document.putArray("categories").addObject().put("id", 1).put("name", "thing");
    }

    private PipelineException failed(IOException e) {
        return new PipelineException(ErrorKind.RESOURCES, "results " + folder + ": cannot write, " + e, e);
    }

    /** Writes the files of one picture. */
    void write(SourcePicture source, List<Entry> entries) {
        long index = source.index();
        ImageSize size = source.picture().size();
        String frame = String.format(Locale.ROOT, "%06d", index);
        images.addObject().put("id", index).put("file_name", "overlay_" + frame + ".png").put("source", source.file())
                .put("width", size.width()).put("height", size.height());
        for (int i = 0; i < entries.size(); i++) {
            annotate(index, entries.get(i));
            save(bitmap(entries.get(i).mask()), folder.resolve("masks").resolve(String.format(Locale.ROOT, "%s_%03d.png", frame, i)));
        }
        save(overlay(source.picture().rgb(), size, entries), folder.resolve("overlay_" + frame + ".png"));
    }

    private void annotate(long image, Entry entry) {
        BoundingBox box = entry.mask().boundingBox();
        ObjectNode node = annotations.addObject();
        node.put("id", annotations.size()).put("image_id", image).put("category_id", 1).put("iscrowd", 0).put("area", entry.mask().area());
        node.putArray("bbox").add(box.x()).add(box.y()).add(box.width()).add(box.height());
        ObjectNode segmentation = node.putObject("segmentation");
        segmentation.putArray("size").add(entry.mask().size().height()).add(entry.mask().size().width());
        segmentation.put("counts", entry.mask().toCompressedRuns());
        node.setAll(entry.facts());
    }

    private static BufferedImage bitmap(Mask mask) {
        BufferedImage image = new BufferedImage(mask.size().width(), mask.size().height(), BufferedImage.TYPE_BYTE_GRAY);
        byte[] pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        mask.copyTo(pixels);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) -pixels[i];
        }
        return image;
    }

    /** Large masks first, so that small ones stay visible. */
    private static BufferedImage overlay(ByteBuffer rgb, ImageSize size, List<Entry> entries) {
        BufferedImage image = OverlayPainter.picture(size, rgb);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingInt(i -> -entries.get(i).mask().area()));
        byte[] bitmap = new byte[size.pixels()];
        for (int i : order) {
            Color colour = Color.getHSBColor(i * HUE_STEP, 0.8f, 1);
            entries.get(i).mask().copyTo(bitmap);
            for (int at = 0; at < bitmap.length; at++) {
                if (bitmap[at] != 0) {
                    image.setRGB(at % size.width(), at / size.width(), mixed(image.getRGB(at % size.width(), at / size.width()), colour));
                }
            }
        }
        return image;
    }

    private static int mixed(int below, Color above) {
        int red = Math.round((below >> 16 & 255) * (1 - OPACITY) + above.getRed() * OPACITY);
        int green = Math.round((below >> 8 & 255) * (1 - OPACITY) + above.getGreen() * OPACITY);
        int blue = Math.round((below & 255) * (1 - OPACITY) + above.getBlue() * OPACITY);
        return red << 16 | green << 8 | blue;
    }

    private void save(BufferedImage image, Path file) {
        try {
            ImageIO.write(image, "png", file.toFile());
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Writes {@code annotations.json}. */
    void finish() {
        try {
            Files.write(folder.resolve("annotations.json"), new ObjectMapper().writeValueAsBytes(document));
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
