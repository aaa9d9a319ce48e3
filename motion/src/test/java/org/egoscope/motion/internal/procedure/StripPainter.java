package org.egoscope.motion.internal.procedure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.MotionClip;

/** Stick figures of a clip, side view above front view, a figure every so many seconds: to be looked at. */
final class StripPainter {
    private static final int CELL = 120;
    private static final double PIXELS_PER_METER = 58;

    private StripPainter() {}

    /** Usage: FOLDER FIRST_SEED COUNT SECONDS [STEP_SECONDS]. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        long first = Long.parseLong(arguments[1]);
        double step = arguments.length > 4 ? Double.parseDouble(arguments[4]) : 0.7;
        for (long seed = first; seed < first + Long.parseLong(arguments[2]); seed++) {
            MotionClip clip = ProceduralMotion.generate(seed, Double.parseDouble(arguments[3]));
            ImageIO.write(paint(clip, step, 14), "png", folder.resolve("seed-" + seed + ".png").toFile());
        }
    }

    static BufferedImage paint(MotionClip clip, double stepSeconds, int columns) {
        BodySequence motion = clip.motion();
        int step = (int) Math.max(1, Math.round(stepSeconds * motion.framesPerSecond()));
        int figures = (motion.frames() + step - 1) / step;
        int rows = (figures + columns - 1) / columns;
        BufferedImage image = new BufferedImage(columns * CELL, rows * CELL * 2, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        for (int i = 0; i < figures; i++) {
            int x = i % columns * CELL;
            int y = i / columns * CELL * 2;
            figure(graphics, motion, i * step, true, x, y);
            figure(graphics, motion, i * step, false, x, y + CELL);
        }
        graphics.setColor(Color.BLACK);
        graphics.drawString(clip.name() + " " + clip.activity(), 4, 12);
        graphics.dispose();
        return image;
    }

    private static void figure(Graphics2D graphics, BodySequence motion, int t, boolean fromSide, int left, int top) {
        Vec3 pelvis = motion.jointInWorld(t, 0);
        Vec3 forward = motion.rotationInWorld(t, 0).rotate(new Vec3(1, 0, 0));
        double norm = Math.hypot(forward.x(), forward.y());
        Vec3 level = new Vec3(forward.x() / norm, forward.y() / norm, 0);
        Vec3 right = fromSide ? level : new Vec3(-level.y(), level.x(), 0);
        double floor = top + CELL - 8;
        graphics.setStroke(new BasicStroke(1));
        graphics.setColor(Color.LIGHT_GRAY);
        graphics.draw(new Line2D.Double(left + 4, floor, left + CELL - 4, floor));
        graphics.drawString(String.format("%.1f", t / motion.framesPerSecond()), left + 4, top + 24);
        graphics.setStroke(new BasicStroke(2));
        View view = new View(pelvis, right, left, floor);
        for (int j = 1; j < BodySkeleton.JOINTS; j++) {
            String name = SmplJoint.all().get(j).name();
            graphics.setColor(name.startsWith("LEFT") ? Color.RED : name.startsWith("RIGHT") ? Color.BLUE : Color.DARK_GRAY);
            line(graphics, motion.jointInWorld(t, BodySkeleton.parent(j)), motion.jointInWorld(t, j), view);
        }
        graphics.setColor(Color.BLACK);
        Vec3 head = motion.jointInWorld(t, SmplJoint.HEAD.ordinal());
        Vec3 eyes = motion.eyesInWorld(t);
        line(graphics, head, eyes, view);
        Vec3 gaze = motion.rotationInWorld(t, SmplJoint.HEAD.ordinal()).rotate(new Vec3(0.15, 0, 0));
        line(graphics, eyes, eyes.plus(gaze), view);
        dots(graphics, motion, t, view);
    }

    /** Where a body stands in the picture and from where it is seen. */
    private record View(Vec3 pelvis, Vec3 right, int left, double floor) {
        double x(Vec3 place) {
            return left + CELL / 2.0 + place.minus(pelvis).dot(right) * PIXELS_PER_METER;
        }

        double y(Vec3 place) {
            return floor - place.z() * PIXELS_PER_METER;
        }
    }

    private static void dots(Graphics2D graphics, BodySequence motion, int t, View view) {
        SmplJoint[] parts = {
            SmplJoint.LEFT_FOOT, SmplJoint.RIGHT_FOOT, SmplJoint.LEFT_ANKLE, SmplJoint.RIGHT_ANKLE, SmplJoint.LEFT_WRIST,
            SmplJoint.RIGHT_WRIST
        };
        graphics.setColor(new Color(0, 140, 0));
        for (int i = 0; i < parts.length; i++) {
            if (motion.contact(t, i) > 0.5) {
                Vec3 place = motion.jointInWorld(t, parts[i].ordinal());
                graphics.fill(new Ellipse2D.Double(view.x(place) - 2.5, view.y(place) - 2.5, 5, 5));
            }
        }
    }

    private static void line(Graphics2D graphics, Vec3 from, Vec3 to, View view) {
        graphics.draw(new Line2D.Double(view.x(from), view.y(from), view.x(to), view.y(to)));
    }
}
