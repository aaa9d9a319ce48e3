package org.egoscope.motion.internal.flow;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/** A picture of the columns of a training log over its first column, the step. */
public final class TrainingCurves {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 420;
    private static final int MARGIN = 50;
    private static final Color[] COLOURS = {
        new Color(0x1f77b4), new Color(0xd62728), new Color(0x2ca02c), new Color(0x9467bd), new Color(0xff7f0e), new Color(0x7f7f7f)
    };
    private static final List<String> NOT_DRAWN = List.of("step", "learning_rate", "gradient_norm", "seconds_per_step");

    private TrainingCurves() {}

    /** Writes a PNG; nothing if the log has fewer than two rows. */
    public static void draw(Path csv, String unit, Path png) {
        try {
            if (!Files.exists(csv)) {
                return;
            }
            List<String> lines = Files.readAllLines(csv);
            List<double[]> rows = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                rows.add(Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray());
            }
            if (rows.size() >= 2) {
                ImageIO.write(paint(lines.get(0).split(","), rows, unit), "png", png.toFile());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("training curves " + png + ": cannot draw, " + e.getMessage(), e);
        }
    }

    private static BufferedImage paint(String[] names, List<double[]> rows, String unit) {
        double most = 0;
        for (double[] row : rows) {
            for (int c = 0; c < names.length; c++) {
                most = NOT_DRAWN.contains(names[c]) ? most : Math.max(most, row[c]);
            }
        }
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, WIDTH, HEIGHT);
        g.setColor(Color.DARK_GRAY);
        g.drawRect(MARGIN, MARGIN, WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN);
        g.drawString(String.format(Locale.ROOT, "%.3g %s", most, unit), 4, MARGIN + 4);
        g.drawString(String.format(Locale.ROOT, "step %.0f", rows.get(rows.size() - 1)[0]), WIDTH - 2 * MARGIN, HEIGHT - MARGIN + 18);
        int drawn = 0;
        for (int c = 0; c < names.length; c++) {
            if (!NOT_DRAWN.contains(names[c])) {
                g.setColor(COLOURS[drawn % COLOURS.length]);
                g.drawString(names[c], MARGIN + 10 + drawn * 120, MARGIN - 8);
                g.setStroke(new BasicStroke(1.6f));
                g.draw(curve(rows, c, most));
                drawn++;
            }
        }
        g.dispose();
        return image;
    }

    private static Path2D curve(List<double[]> rows, int column, double most) {
        double first = rows.get(0)[0];
        double span = Math.max(1, rows.get(rows.size() - 1)[0] - first);
        Path2D path = new Path2D.Double();
        for (int i = 0; i < rows.size(); i++) {
            double x = MARGIN + (rows.get(i)[0] - first) / span * (WIDTH - 2 * MARGIN);
            double y = HEIGHT - MARGIN - rows.get(i)[column] / most * (HEIGHT - 2 * MARGIN);
            if (i == 0) {
                path.moveTo(x, y);
            } else {
                path.lineTo(x, y);
            }
        }
        return path;
    }
}
