package org.egoscope.app.segmentation;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.egoscope.app.report.OverlayPainter;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Mask;

/** Pictures with masks in rows, each with a caption, for people to look at. */
final class MaskSheet {
    private static final double GOLDEN_ANGLE = 137.508;
    private static final int CELL_WIDTH = 480;
    private static final int CAPTION = 18;
    private static final double FILL = 0.35;
    private static final double OUTLINE = 0.95;

    private final List<List<BufferedImage>> rows = new ArrayList<>();

    void newRow() {
        rows.add(new ArrayList<>());
    }

    /** Larger masks are painted first, each in a colour of its own. */
    void add(String caption, ImageSize size, ByteBuffer rgb, List<Mask> masks) {
        BufferedImage image = OverlayPainter.picture(size, rgb);
        List<Integer> order = IntStream.range(0, masks.size()).boxed()
                .sorted(Comparator.comparing((Integer i) -> -masks.get(i).area())).toList();
        byte[] bitmap = new byte[size.pixels()];
        for (int i : order) {
            masks.get(i).copyTo(bitmap);
            paint(image, bitmap, Color.getHSBColor((float) (i * GOLDEN_ANGLE % 360 / 360), 0.8f, 0.95f).getRGB());
        }
        int height = CELL_WIDTH * size.height() / size.width();
        BufferedImage cell = new BufferedImage(CELL_WIDTH, height + CAPTION, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = cell.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.drawImage(image, 0, CAPTION, CELL_WIDTH, height, null);
        graphics.setColor(Color.WHITE);
        graphics.drawString(caption, 4, CAPTION - 5);
        graphics.dispose();
        rows.get(rows.size() - 1).add(cell);
    }

    private static void paint(BufferedImage image, byte[] bitmap, int colour) {
        int width = image.getWidth();
        for (int p = 0; p < bitmap.length; p++) {
            if (bitmap[p] != 0) {
                int x = p % width;
                boolean outline = x == 0 || bitmap[p - 1] == 0 || x + 1 == width || bitmap[p + 1] == 0 || p < width
                        || bitmap[p - width] == 0 || p + width >= bitmap.length || bitmap[p + width] == 0;
                image.setRGB(x, p / width, mix(image.getRGB(x, p / width), colour, outline ? OUTLINE : FILL));
            }
        }
    }

    private static int mix(int below, int above, double share) {
        int mixed = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            mixed |= (int) ((below >> shift & 255) * (1 - share) + (above >> shift & 255) * share) << shift;
        }
        return mixed;
    }

    void write(Path file) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int height = rows.stream().mapToInt(MaskSheet::heightOf).sum();
        if (columns == 0) {
            return;
        }
        BufferedImage sheet = new BufferedImage(columns * CELL_WIDTH, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        int top = 0;
        for (List<BufferedImage> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                graphics.drawImage(row.get(i), i * CELL_WIDTH, top, null);
            }
            top += heightOf(row);
        }
        graphics.dispose();
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            ImageIO.write(sheet, "png", file.toFile());
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.RESOURCES, "contact sheet: expected to write " + file, e);
        }
    }

    private static int heightOf(List<BufferedImage> row) {
        return row.stream().mapToInt(BufferedImage::getHeight).max().orElse(0);
    }
}
