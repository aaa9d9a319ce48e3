package org.egoscope.motion.internal.evaluation.report;

import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;

/**
 * A strip of moments: the truth in black under the prediction in colour, from its right and from behind, by the heading
 * of the true head. Left limbs are thin, right limbs thick, so that swapped legs can be seen.
 */
final class StickFigures {
    private static final int MOMENTS = 9;
    private static final double CELL = 116;
    private static final double PIXELS_PER_METER = 62;
    private static final double FLOOR = 122;
    private static final Vec3 UP = new Vec3(0, 0, 1);

    private final BodySequence truth;
    private final BodySequence prediction;
    private final String colour;

    StickFigures(BodySequence truth, BodySequence prediction, String colour) {
        this.truth = truth;
        this.prediction = prediction;
        this.colour = colour;
    }

    @Override
    public String toString() {
        Svg svg = new Svg(CELL * MOMENTS, 2 * FLOOR + 26);
        for (int i = 0; i < MOMENTS; i++) {
            int frame = MOMENTS == 1 ? 0 : (int) Math.round(i * (truth.frames() - 1.0) / (MOMENTS - 1));
            double middle = CELL * (i + 0.5);
            for (int view = 0; view < 2; view++) {
                double floor = FLOOR * (view + 1) + 4;
                svg.line(middle - CELL / 2 + 3, floor, middle + CELL / 2 - 3, floor, "stroke=\"#bbb\"");
                draw(svg, truth, frame, new Place(view == 0, middle, floor, Palette.TRUTH));
                draw(svg, prediction, frame, new Place(view == 0, middle, floor, colour));
            }
            svg.text(middle, 2 * FLOOR + 20, "middle", Svg.number(frame / truth.framesPerSecond()) + " s");
        }
        return svg.toString();
    }

    /** Where a figure stands in the picture, seen from where, in which colour. */
    private record Place(boolean side, double middle, double floor, String stroke) {}

    private void draw(Svg svg, BodySequence body, int frame, Place place) {
        Quaternion away = truth.rotationInWorld(frame, SmplJoint.HEAD.ordinal()).twistAbout(UP).conjugate();
        Vec3 origin = truth.jointInWorld(frame, SmplJoint.HEAD.ordinal());
        double[] x = new double[BodySkeleton.JOINTS];
        double[] y = new double[BodySkeleton.JOINTS];
        for (int j = 0; j < BodySkeleton.JOINTS; j++) {
            Vec3 joint = body.jointInWorld(frame, j);
            Vec3 local = away.rotate(joint.minus(origin));
            x[j] = place.middle() + PIXELS_PER_METER * (place.side() ? local.x() : -local.y());
            y[j] = place.floor() - PIXELS_PER_METER * joint.z();
        }
        for (int j = 1; j < BodySkeleton.JOINTS; j++) {
            int parent = BodySkeleton.parent(j);
            boolean left = SmplJoint.all().get(j).name().startsWith("LEFT");
            svg.line(x[parent], y[parent], x[j], y[j],
                    "stroke=\"" + place.stroke() + "\" stroke-width=\"" + (left ? 1 : 2) + "\" stroke-linecap=\"round\" opacity=\"0.8\"");
        }
        int head = SmplJoint.HEAD.ordinal();
        svg.circle(x[head], y[head] - 4, 4, place.stroke());
    }
}
