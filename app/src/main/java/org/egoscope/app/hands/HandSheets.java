package org.egoscope.app.hands;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.egoscope.app.report.OverlayPainter;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.video.VideoFrame;

/** Pictures for people to judge: each detection as it looks and with its keypoints, and whole frames, in numbered sheets. */
final class HandSheets {
    private static final int CROP = 150;
    private static final int CAPTION = 14;
    private static final double MARGIN = 1.9;
    private static final int CROP_COLUMNS = 5;
    private static final int CROP_ROWS = 8;
    /** Of the surroundings of a hand, in which it is told what else there is. */
    private static final double WIDE_MARGIN = 3;
    private static final int LOOK = 120;
    private static final int IDENTITY_COLUMNS = 2;
    private static final int IDENTITY_ROWS = 10;
    private static final int FRAME_WIDTH = 300;
    private static final int FRAME_COLUMNS = 5;
    private static final int FRAME_ROWS = 6;

    private HandSheets() {}

    /** Left the place of the hand as it is, right the same with keypoints. */
    static BufferedImage detection(VideoFrame frame, Hand hand) {
        BufferedImage plain = OverlayPainter.picture(frame.size(), frame.rgb());
        BufferedImage painted = OverlayPainter.picture(frame.size(), frame.rgb());
        OverlayPainter.paint(painted, List.of(), List.of(hand));
        BoundingBox box = hand.keypoints().boundingBox();
        double side = MARGIN * Math.max(24, Math.max(box.width(), box.height()));
        BufferedImage cell = new BufferedImage(2 * CROP, CROP + CAPTION, BufferedImage.TYPE_INT_RGB);
        int[] source = {
            (int) (box.centerX() - side / 2), (int) (box.centerY() - side / 2), (int) (box.centerX() + side / 2), (int) (box.centerY() + side / 2)
        };
        Graphics2D graphics = cell.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(plain, 0, CAPTION, CROP, CAPTION + CROP, source[0], source[1], source[2], source[3], null);
        graphics.drawImage(painted, CROP, CAPTION, 2 * CROP, CAPTION + CROP, source[0], source[1], source[2], source[3], null);
        graphics.dispose();
        caption(cell, String.format(
                Locale.ROOT, "%s f%d %s #%d %.2f%s", frame.session(), frame.frameIndex(), hand.side(), hand.handId(), hand.confidence(),
                hand.wearer() ? "" : " other"));
        return cell;
    }

    /** The place of the hand with much around it and a ring in its middle. */
    static BufferedImage surroundings(VideoFrame frame, Hand hand) {
        BoundingBox box = hand.keypoints().boundingBox();
        double half = WIDE_MARGIN * Math.max(24, Math.max(box.width(), box.height())) / 2;
        BufferedImage look = new BufferedImage(LOOK, LOOK, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = look.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(
                OverlayPainter.picture(frame.size(), frame.rgb()), 0, 0, LOOK, LOOK, (int) (box.centerX() - half), (int) (box.centerY() - half),
                (int) (box.centerX() + half), (int) (box.centerY() + half), null);
        graphics.setColor(Color.MAGENTA);
        int ring = (int) (LOOK / WIDE_MARGIN / 2);
        graphics.drawOval(LOOK / 2 - ring, LOOK / 2 - ring, 2 * ring, 2 * ring);
        graphics.dispose();
        return look;
    }

    /** Looks at one identity in a row, under its name. */
    static BufferedImage identity(String name, List<BufferedImage> looks, int most) {
        BufferedImage row = new BufferedImage(most * LOOK, LOOK + CAPTION, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = row.createGraphics();
        for (int i = 0; i < looks.size(); i++) {
            graphics.drawImage(looks.get(i), i * LOOK, CAPTION, null);
        }
        graphics.dispose();
        caption(row, name);
        return row;
    }

    /** A whole frame, small, with all hands. */
    static BufferedImage frame(VideoFrame frame, List<Hand> hands) {
        BufferedImage painted = OverlayPainter.picture(frame.size(), frame.rgb());
        OverlayPainter.paint(painted, List.of(), hands);
        int height = FRAME_WIDTH * frame.size().height() / frame.size().width();
        BufferedImage cell = new BufferedImage(FRAME_WIDTH, height + CAPTION, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = cell.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(painted, 0, CAPTION, FRAME_WIDTH, height, null);
        graphics.dispose();
        caption(cell, frame.session() + " f" + frame.frameIndex());
        return cell;
    }

    private static void caption(BufferedImage cell, String text) {
        Graphics2D graphics = cell.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.setFont(graphics.getFont().deriveFont(11f));
        graphics.drawString(text, 2, CAPTION - 3);
        graphics.dispose();
    }

    static List<Path> writeDetections(List<BufferedImage> cells, Path folder, String name) throws IOException {
        return write(cells, CROP_COLUMNS, CROP_ROWS, folder.resolve(name));
    }

    static List<Path> writeIdentities(List<BufferedImage> rows, Path folder, String name) throws IOException {
        return write(rows, IDENTITY_COLUMNS, IDENTITY_ROWS, folder.resolve(name));
    }

    static List<Path> writeFrames(List<BufferedImage> cells, Path folder, String name) throws IOException {
        return write(cells, FRAME_COLUMNS, FRAME_ROWS, folder.resolve(name));
    }

    private static List<Path> write(List<BufferedImage> cells, int columns, int rows, Path prefix) throws IOException {
        List<Path> files = new ArrayList<>();
        for (int first = 0; first < cells.size(); first += columns * rows) {
            List<BufferedImage> page = cells.subList(first, Math.min(cells.size(), first + columns * rows));
            int width = page.get(0).getWidth();
            int height = page.stream().mapToInt(BufferedImage::getHeight).max().orElse(1);
            BufferedImage sheet = new BufferedImage(
                    columns * width, (page.size() + columns - 1) / columns * height, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = sheet.createGraphics();
            for (int i = 0; i < page.size(); i++) {
                graphics.drawImage(page.get(i), i % columns * width, i / columns * height, null);
            }
            graphics.dispose();
            Path file = Path.of(prefix + String.format(Locale.ROOT, "-%02d.png", files.size() + 1));
            ImageIO.write(sheet, "png", file.toFile());
            files.add(file);
        }
        return files;
    }
}
