package org.egoscope.motion.internal.mesh;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.egoscope.core.PipelineException;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.motion.BodyMesh;
import org.egoscope.motion.BodySequence;

/** Frames of one or more moving bodies side by side, on a floor with half-metre lines, seen from ahead and to the left. */
public final class MotionStrip {
    private static final double DISTANCE_METERS = 4.2;
    private static final double FIELD_RADIANS = 0.5;

    /** The eye stands this far to the left of where the body faces. */
    private static final double ASIDE_RADIANS = 0.9;

    private static final double EYE_HEIGHT_METERS = 1.7;
    private static final double TARGET_HEIGHT_METERS = 0.85;

    private MotionStrip() {}

    /**
     * A body to paint.
     *
     * @param shiftInWorld moves it, metres; to stand beside another one
     * @param rgb 0xRRGGBB
     */
    public record Layer(BodyMesh mesh, BodySequence motion, Vec3 shiftInWorld, int rgb) {}

    /** How large one frame is, and which frames there are. */
    public record Panels(int widthPixels, int heightPixels, int... frames) {}

    /** One panel per frame, left to right. The heading of the view is that of the first body in the middle frame, so that turns show. */
    public static BufferedImage paint(List<Layer> layers, Panels panels) {
        if (layers.isEmpty() || panels.frames().length == 0) {
            throw PipelineException.badInput(
                    "strip: expected at least 1 body and 1 frame, got " + layers.size() + " and " + panels.frames().length);
        }
        int width = panels.widthPixels() * panels.frames().length;
        BufferedImage strip = new BufferedImage(width, panels.heightPixels(), BufferedImage.TYPE_INT_RGB);
        BodySequence first = layers.get(0).motion();
        Quaternion heading = first.rotationInWorld(panels.frames()[panels.frames().length / 2], 0).twistAbout(new Vec3(0, 0, 1));
        Vec3 eyeFromBody = heading.rotate(new Vec3(Math.cos(ASIDE_RADIANS), Math.sin(ASIDE_RADIANS), 0)).times(DISTANCE_METERS);
        Graphics2D graphics = strip.createGraphics();
        for (int i = 0; i < panels.frames().length; i++) {
            int frame = panels.frames()[i];
            Vec3 pelvis = first.jointInWorld(frame, 0).plus(layers.get(0).shiftInWorld());
            Vec3 target = new Vec3(pelvis.x(), pelvis.y(), TARGET_HEIGHT_METERS);
            Vec3 eye = new Vec3(target.x() + eyeFromBody.x(), target.y() + eyeFromBody.y(), EYE_HEIGHT_METERS);
            Viewpoint view = Viewpoint.perspective(eye, target, FIELD_RADIANS);
            MeshPainter painter = new MeshPainter(view, panels.widthPixels(), panels.heightPixels()).floor();
            paint(painter, layers, frame);
            graphics.drawImage(painter.image(), i * panels.widthPixels(), 0, null);
        }
        graphics.dispose();
        return strip;
    }

    private static void paint(MeshPainter painter, List<Layer> layers, int frame) {
        List<float[]> surfaces = layers.stream().map(layer -> shifted(layer, frame)).toList();
        for (int i = 0; i < layers.size(); i++) {
            painter.shadow(surfaces.get(i), layers.get(i).mesh().triangles());
        }
        for (int i = 0; i < layers.size(); i++) {
            painter.mesh(surfaces.get(i), layers.get(i).mesh().triangles(), layers.get(i).rgb());
        }
    }

    private static @Shape("V 3") float[] shifted(Layer layer, int frame) {
        float[] vertices = layer.mesh().vertices(layer.motion(), frame);
        Vec3 shift = layer.shiftInWorld();
        for (int at = 0; at < vertices.length; at += 3) {
            vertices[at] += (float) shift.x();
            vertices[at + 1] += (float) shift.y();
            vertices[at + 2] += (float) shift.z();
        }
        return vertices;
    }
}
