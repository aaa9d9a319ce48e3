package org.egoscope.app.motion;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.motion.BodyMesh;
import org.egoscope.motion.BodySequence;

/** Moments side by side, each as surface and skeleton, from the wearer's right and from ahead, with the floor as a line. */
final class StripPicture {
    private static final int COLUMNS = 12;
    private static final int PANEL_WIDTH = 150;
    private static final int PANEL_HEIGHT = 200;
    private static final int ROWS = 4;
    private static final int CAPTION = 18;
    private static final double VIEW_METERS = 2.2;
    private static final double MIDDLE_METERS = 0.85;
    private static final int SKIN = 0x8fb3d9;
    private static final int WRIST = 0xf59e0b;

    private StripPicture() {}

    static BufferedImage paint(List<BodyTake> takes, HeadFrames frames) {
        int total = takes.stream().mapToInt(take -> take.motion().frames()).sum();
        int columns = Math.min(COLUMNS, total);
        BufferedImage strip = new BufferedImage(columns * PANEL_WIDTH, CAPTION + ROWS * PANEL_HEIGHT, BufferedImage.TYPE_INT_RGB);
        FigurePainter painter = new FigurePainter(PANEL_WIDTH, PANEL_HEIGHT);
        for (int column = 0; column < columns; column++) {
            int at = columns == 1 ? 0 : (int) ((long) column * (total - 1) / (columns - 1));
            int take = 0;
            while (at >= takes.get(take).motion().frames()) {
                at -= takes.get(take++).motion().frames();
            }
            column(strip, painter, takes.get(take), frames, new Place(column * PANEL_WIDTH, at));
        }
        return strip;
    }

    private record Place(int left, int frame) {}

    private static void column(BufferedImage strip, FigurePainter painter, BodyTake take, HeadFrames frames, Place place) {
        BodySequence motion = take.motion();
        int frame = place.frame();
        BodyMesh mesh = BodyMesh.of(motion.skeleton());
        float[] vertices = mesh.vertices(motion, frame);
        int[] triangles = mesh.triangles();
        double heading = MotionFigures.heading(motion, frame);
        Vec3 pelvis = motion.jointInWorld(frame, 0);
        Vec3 target = new Vec3(pelvis.x(), pelvis.y(), MIDDLE_METERS);
        HeadFrames.Frame given = frames.frames().get(take.firstFrame() + frame);
        for (int row = 0; row < ROWS; row++) {
            double yaw = row % 2 == 0 ? heading - Math.PI / 2 : heading;
            painter.begin(FigurePainter.View.level(target, yaw, VIEW_METERS));
            if (row < 2) {
                painter.mesh(vertices, triangles, SKIN);
            } else {
                painter.skeleton(motion, frame);
            }
            for (int hand = 0; hand < 2; hand++) {
                given.wrist(hand).ifPresent(wrist -> painter.dot(
                        wrist.wristInWorld().minus(new Vec3(0, 0, take.floorInFile() + given.raisedMeters())), WRIST));
            }
            painter.copyTo(strip, place.left(), CAPTION + row * PANEL_HEIGHT);
        }
        caption(strip, place.left(), String.format(Locale.ROOT, "%.2f s", given.seconds()));
    }

    private static void caption(BufferedImage strip, int left, String text) {
        Graphics2D graphics = strip.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.drawString(text, left + 6, CAPTION - 5);
        graphics.dispose();
    }
}
