package org.egoscope.app.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.BodyPose;
import org.egoscope.core.motion.SmplJoint;
import org.jspecify.annotations.Nullable;

/** Paints the wearer's body as a stick figure seen from the side at an angle, with the floor as a grid. */
final class SkeletonPainter {
    private static final double VIEW_YAW_RADIANS = Math.toRadians(-50);
    private static final double VIEW_TILT_RADIANS = Math.toRadians(15);
    private static final double VIEW_HEIGHT_METERS = 2.3;

    private SkeletonPainter() {}

    /** A picture of the given size in pixels; a body that is null gives the words "no body". */
    static BufferedImage paint(@Nullable BodyPose body, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(new Color(0x14171b));
        graphics.fillRect(0, 0, width, height);
        if (body == null) {
            graphics.setColor(Color.GRAY);
            graphics.drawString("no body", width / 2 - 20, height / 2);
        } else {
            View view = new View(body.rootInWorld(), width, height);
            paintFloor(graphics, view, body.rootInWorld());
            paintBones(graphics, view, body);
        }
        graphics.dispose();
        return image;
    }

    private static void paintFloor(Graphics2D graphics, View view, Vec3 root) {
        graphics.setColor(new Color(0x3a424c));
        graphics.setStroke(new BasicStroke(1));
        double x0 = Math.round(root.x() * 2) / 2.0;
        double y0 = Math.round(root.y() * 2) / 2.0;
        for (int k = -3; k <= 3; k++) {
            view.line(graphics, new Vec3(x0 + k * 0.5, y0 - 1.5, 0), new Vec3(x0 + k * 0.5, y0 + 1.5, 0));
            view.line(graphics, new Vec3(x0 - 1.5, y0 + k * 0.5, 0), new Vec3(x0 + 1.5, y0 + k * 0.5, 0));
        }
    }

    private static void paintBones(Graphics2D graphics, View view, BodyPose body) {
        graphics.setStroke(new BasicStroke(3, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        for (SmplJoint joint : SmplJoint.all()) {
            SmplJoint parent = joint.parent();
            if (parent != null) {
                String name = joint.name();
                graphics.setColor(new Color(name.startsWith("LEFT") ? 0x38bdf8 : name.startsWith("RIGHT") ? 0xfb7185 : 0xcbd5e1));
                view.line(graphics, body.inWorld(parent), body.inWorld(joint));
            }
        }
        int[] head = view.project(body.inWorld(SmplJoint.HEAD));
        graphics.setColor(new Color(0xcbd5e1));
        graphics.drawOval(head[0] - 8, head[1] - 16, 16, 18);
    }

    /** Orthographic view that follows the wearer over the floor. */
    private record View(Vec3 root, int width, int height) {
        int[] project(Vec3 p) {
            double scale = height / VIEW_HEIGHT_METERS;
            double dx = p.x() - root.x();
            double dy = p.y() - root.y();
            double across = dx * Math.sin(VIEW_YAW_RADIANS) - dy * Math.cos(VIEW_YAW_RADIANS);
            double depth = dx * Math.cos(VIEW_YAW_RADIANS) + dy * Math.sin(VIEW_YAW_RADIANS);
            double up = p.z() * Math.cos(VIEW_TILT_RADIANS) + depth * Math.sin(VIEW_TILT_RADIANS);
            return new int[] {(int) (width / 2.0 + across * scale), (int) (height * 0.88 - up * scale)};
        }

        void line(Graphics2D graphics, Vec3 a, Vec3 b) {
            int[] from = project(a);
            int[] to = project(b);
            graphics.drawLine(from[0], from[1], to[0], to[1]);
        }
    }
}
