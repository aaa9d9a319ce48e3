package org.egoscope.app.report;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.List;
import org.egoscope.core.geometry.ImagePoint;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.observation.HandSide;
import org.egoscope.core.observation.Instance;

/** Paints masks, labels and hands over a frame, for people to look at. */
public final class OverlayPainter {
    private static final int[][] HAND_BONES = {
        {0, 1}, {1, 2}, {2, 3}, {3, 4}, {0, 5}, {5, 6}, {6, 7}, {7, 8}, {5, 9}, {9, 10}, {10, 11}, {11, 12}, {9, 13}, {13, 14},
        {14, 15}, {15, 16}, {13, 17}, {17, 18}, {18, 19}, {19, 20}, {0, 17}
    };
    private static final double GOLDEN_ANGLE = 137.508;
    private static final Color LEFT = new Color(0x38bdf8);
    private static final Color RIGHT = new Color(0xfb7185);

    private OverlayPainter() {}

    /** A picture of the frame's pixels. */
    public static BufferedImage picture(ImageSize size, ByteBuffer rgb) {
        BufferedImage image = new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
        int[] row = new int[size.width()];
        for (int y = 0; y < size.height(); y++) {
            for (int x = 0; x < size.width(); x++) {
                int at = (y * size.width() + x) * 3;
                row[x] = (rgb.get(at) & 255) << 16 | (rgb.get(at + 1) & 255) << 8 | rgb.get(at + 2) & 255;
            }
            image.setRGB(0, y, size.width(), 1, row, 0, size.width());
        }
        return image;
    }

    /** Paints over the picture in place. */
    public static void paint(BufferedImage image, List<Instance> instances, List<Hand> hands) {
        paintMasks(image, instances);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
        instances.stream().filter(i -> !i.label().equals(Instance.UNKNOWN)).forEach(i -> paintLabel(graphics, i));
        hands.forEach(hand -> paintHand(graphics, hand));
        graphics.dispose();
    }

    private static void paintMasks(BufferedImage image, List<Instance> instances) {
        int width = image.getWidth();
        int height = image.getHeight();
        int[] owner = new int[width * height];
        byte[] bitmap = new byte[width * height];
        for (int i = 0; i < instances.size(); i++) {
            instances.get(i).mask().copyTo(bitmap);
            for (int p = 0; p < bitmap.length; p++) {
                if (bitmap[p] != 0) {
                    owner[p] = i + 1;
                }
            }
        }
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int p = y * width + x;
                if (owner[p] > 0) {
                    boolean border = x + 1 < width && owner[p + 1] != owner[p] || y + 1 < height && owner[p + width] != owner[p];
                    Color color = colorOf(instances.get(owner[p] - 1).trackId());
                    image.setRGB(x, y, mix(image.getRGB(x, y), color.getRGB(), border ? 0.9 : 0.35));
                }
            }
        }
    }

    private static int mix(int below, int above, double share) {
        int mixed = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int value = (int) ((below >> shift & 255) * (1 - share) + (above >> shift & 255) * share);
            mixed |= value << shift;
        }
        return mixed;
    }

    /** A colour that stays with the track and differs from its neighbours'. */
    static Color colorOf(long trackId) {
        return Color.getHSBColor((float) (trackId * GOLDEN_ANGLE % 360 / 360), 0.8f, 0.95f);
    }

    private static void paintLabel(Graphics2D graphics, Instance instance) {
        BoundingBox box = instance.box();
        String caption = instance.label() + " #" + instance.trackId();
        int x = Math.max(0, Math.round(box.x()));
        int y = Math.max(11, Math.round(box.y()) + 11);
        graphics.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, 0.6f));
        graphics.setColor(Color.BLACK);
        graphics.fillRect(x, y - 10, graphics.getFontMetrics().stringWidth(caption) + 4, 13);
        graphics.setComposite(AlphaComposite.SrcOver);
        graphics.setColor(colorOf(instance.trackId()));
        graphics.drawString(caption, x + 2, y);
    }

    private static void paintHand(Graphics2D graphics, Hand hand) {
        HandKeypoints keypoints = hand.keypoints();
        graphics.setColor(hand.side() == HandSide.LEFT ? LEFT : RIGHT);
        graphics.setStroke(new BasicStroke(hand.wearer() ? 2f : 1f));
        for (int[] bone : HAND_BONES) {
            ImagePoint a = keypoints.inImage(bone[0]);
            ImagePoint b = keypoints.inImage(bone[1]);
            graphics.drawLine((int) a.x(), (int) a.y(), (int) b.x(), (int) b.y());
        }
        ImagePoint wrist = keypoints.inImage(HandKeypoints.WRIST);
        String caption = (hand.side() == HandSide.LEFT ? "L " : "R ") + Math.round(hand.confidence() * 100) + (hand.wearer() ? "" : " other");
        graphics.drawString(caption, (int) wrist.x() + 4, (int) wrist.y() + 4);
    }
}
