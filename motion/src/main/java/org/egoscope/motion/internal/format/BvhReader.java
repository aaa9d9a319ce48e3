package org.egoscope.motion.internal.format;

import java.nio.file.Path;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.MotionClip;

/**
 * BVH to a body of 22 joints: y up to z up, the file's unit to metres, joint axes to ours (see {@link BvhAxes}). A first frame from
 * which the body jumps into the second, as the T-pose that the CMU releases put in front, is left out.
 */
final class BvhReader {
    /** Source of files that {@link BvhWriter} wrote: their floor is agreed. */
    static final String OURS = "egoscope";

    /** Metre, centimetre, millimetre, inch, and the unit of CMU's ASF files: 0.45 of it are an inch. */
    private static final double[] UNITS = {1, 0.01, 0.001, 0.0254, 0.0254 / 0.45};

    /** From hip to ankle along the bones, of children and adults; narrower than the ratio of any two units. */
    private static final double SHORTEST_LEG = 0.50;

    private static final double LONGEST_LEG = 1.08;

    private static final double JUMP_RADIANS = Math.toRadians(45);

    /** After the jump the motion goes on at less than this share of it. */
    private static final double CALM_SHARE = 0.5;

    private BvhReader() {}

    /**
     * @param unitMeters length of the file's unit; NaN to tell it from the length of the legs
     * @param framesPerSecond instead of the file's; NaN to believe the file
     */
    static MotionClip read(Path path, double unitMeters, double framesPerSecond) {
        BvhFile file = BvhParser.read(path);
        BvhBinding body = BvhBinding.of(file);
        double unit = Double.isNaN(unitMeters) ? unit(body) : unitMeters;
        Quaternion[] turns = BvhAxes.find(body);
        boolean ours = BvhWriter.isOurs(file, body);
        int first = !ours && startsElsewhere(file, body) ? 1 : 0;
        RecordedBody recorded = new RecordedBody(file.frames() - first);
        for (int t = first; t < file.frames(); t++) {
            body.pose(t);
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                recorded.put(t - first, j, body.rotation(j).times(turns[j]).normalized(), body.position(j).times(unit));
            }
        }
        double rate = Double.isNaN(framesPerSecond) ? rate(file.frameSeconds()) : framesPerSecond;
        BodySequence motion = ours
                ? recorded.toSequence(rate, BvhWriter.skeleton(body, unit))
                : recorded.toSequence(rate);
        return new MotionClip(FileNames.stem(path), ours ? OURS : body.rig().name(), "", "", motion);
    }

    private static double unit(BvhBinding body) {
        body.pose(0);
        double leg = length(body, SmplJoint.LEFT_HIP, SmplJoint.LEFT_KNEE) + length(body, SmplJoint.LEFT_KNEE, SmplJoint.LEFT_ANKLE);
        for (double unit : UNITS) {
            if (leg * unit > SHORTEST_LEG && leg * unit < LONGEST_LEG) {
                return unit;
            }
        }
        throw PipelineException.badInput("BVH unit: expected a leg of " + SHORTEST_LEG + ".." + LONGEST_LEG
                + " m in metres, centimetres, millimetres, inches or CMU units, got " + leg + "; say the unit");
    }

    private static double length(BvhBinding body, SmplJoint from, SmplJoint to) {
        return body.position(from.ordinal()).distanceTo(body.position(to.ordinal()));
    }

    /** Files give few digits: 0.0083333 s are 120 frames per second. */
    private static double rate(double frameSeconds) {
        double rate = 1 / frameSeconds;
        double whole = Math.rint(rate);
        return Math.abs(rate - whole) < 1e-4 * rate ? whole : rate;
    }

    private static boolean startsElsewhere(BvhFile file, BvhBinding body) {
        return file.frames() > 2
                && largestTurn(body, 0) > JUMP_RADIANS
                && largestTurn(body, 1) < CALM_SHARE * largestTurn(body, 0);
    }

    /** Of any of our joints from this frame to the next. */
    private static double largestTurn(BvhBinding body, int frame) {
        Quaternion[] before = new Quaternion[BodySkeleton.JOINTS];
        body.pose(frame);
        for (int j = 0; j < before.length; j++) {
            before[j] = body.rotation(j);
        }
        body.pose(frame + 1);
        double largest = 0;
        for (int j = 0; j < before.length; j++) {
            largest = Math.max(largest, before[j].angleTo(body.rotation(j)));
        }
        return largest;
    }
}
