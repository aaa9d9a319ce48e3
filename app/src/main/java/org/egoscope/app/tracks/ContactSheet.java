package org.egoscope.app.tracks;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
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
import org.egoscope.core.observation.Instance;
import org.egoscope.core.observation.Mask;
import org.egoscope.core.observation.Observation;
import org.egoscope.core.video.VideoFrame;

/** Frames of a recording with their masks and the numbers of their tracks, side by side: what changes identity is seen at a glance. */
public final class ContactSheet {
    private static final int COLUMNS = 4;
    private static final int CAPTION_HEIGHT = 16;

    /** Smaller masks get no number: there would be no room for it. */
    private static final double NUMBERED_SHARE = 0.002;

    private final int mostPictures;
    private final List<BufferedImage> pictures = new ArrayList<>();
    private int every = 1;
    private long frames;

    /** @param mostPictures cells of the sheet; they are spread over the recording */
    public ContactSheet(int mostPictures) {
        this.mostPictures = mostPictures;
    }

    /** The next frame; its length need not be known: when the sheet is full, every other picture is dropped. */
    public void add(VideoFrame frame, Observation observation) {
        if (frames++ % every != 0) {
            return;
        }
        if (pictures.size() == mostPictures) {
            for (int i = pictures.size() - 1; i > 0; i--) {
                if (i % 2 == 1) {
                    pictures.remove(i);
                }
            }
            every *= 2;
            if ((frames - 1) % every != 0) {
                return;
            }
        }
        pictures.add(draw(frame, observation));
    }

    private static BufferedImage draw(VideoFrame frame, Observation observation) {
        BufferedImage image = OverlayPainter.picture(frame.size(), frame.rgb());
        List<Instance> instances = new ArrayList<>(observation.instances());
        instances.sort(Comparator.comparingInt(instance -> -instance.mask().area()));
        OverlayPainter.paint(image, instances, observation.hands());
        BufferedImage cell =
                new BufferedImage(image.getWidth(), image.getHeight() + CAPTION_HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = cell.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.drawImage(image, 0, CAPTION_HEIGHT, null);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 12));
        graphics.setColor(Color.WHITE);
        boolean carried = instances.stream().allMatch(instance -> instance.method().endsWith("+propagated"));
        graphics.drawString(
                String.format(
                        Locale.ROOT, "frame %d  %.2f s  %d masks%s", observation.frameIndex(), observation.span().start().seconds(),
                        instances.size(), carried ? "  carried" : "  key frame"),
                4, 12);
        instances.forEach(instance -> number(graphics, instance));
        graphics.dispose();
        return cell;
    }

    /** The track's number where the mask is: at the middle of its longest run, which lies inside whatever its form. */
    private static void number(Graphics2D graphics, Instance instance) {
        Mask mask = instance.mask();
        if (mask.area() < NUMBERED_SHARE * mask.size().pixels()) {
            return;
        }
        int[] runs = mask.toRuns();
        int position = 0;
        int middle = 0;
        int longest = 0;
        for (int i = 0; i < runs.length; i++) {
            if ((i & 1) == 1 && runs[i] > longest) {
                longest = runs[i];
                middle = position + runs[i] / 2;
            }
            position += runs[i];
        }
        String text = Long.toString(instance.trackId());
        int x = middle / mask.size().height() - 4 * text.length();
        int y = middle % mask.size().height() + CAPTION_HEIGHT + 4;
        graphics.setColor(Color.BLACK);
        graphics.drawString(text, x + 1, y + 1);
        graphics.setColor(Color.WHITE);
        graphics.drawString(text, x, y);
    }

    /** Writes the sheet as PNG. Without pictures nothing is written. */
    public void write(Path file) {
        if (pictures.isEmpty()) {
            return;
        }
        int width = pictures.get(0).getWidth();
        int height = pictures.get(0).getHeight();
        int columns = Math.min(COLUMNS, pictures.size());
        int rows = (pictures.size() + columns - 1) / columns;
        BufferedImage sheet = new BufferedImage(columns * width, rows * height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        for (int i = 0; i < pictures.size(); i++) {
            graphics.drawImage(pictures.get(i), i % columns * width, i / columns * height, null);
        }
        graphics.dispose();
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            ImageIO.write(sheet, "png", file.toFile());
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.RESOURCES, "contact sheet: expected to write " + file, e);
        }
    }
}
