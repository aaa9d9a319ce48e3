package org.egoscope.synthetic.internal.script;

import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.observation.HandSide;
import org.egoscope.synthetic.internal.body.HandShape;

/** How a hand takes a thing: where the wrist is and how far each finger closes until it touches. */
record Grasp(RigidTransform worldFromHand, double[] curls) {
    private static final double STEP = 0.005;

    /** Fingers that meet nothing close no further. */
    private static final double MOST_CLOSED = 0.8;

    private static final double OPEN = 0.02;

    /** Skin gives a little: this is how far a closed finger sinks in, metres. */
    private static final double PRESSED = 0.001;

    /** How far the hand spaces are apart: the grasped point in (u, v, w) of the hand. */
    record Hold(Vec3 fingersInWorld, Vec3 thumbInWorld, Vec3 pointInWorld, Vec3 pointInPalm) {}

    static Grasp of(HandSide side, SceneThing thing, Hold hold) {
        Quaternion turn = HandShape.rotation(side, hold.fingersInWorld(), hold.thumbInWorld());
        Vec3 palm = hold.pointInPalm();
        Vec3 pointInHand = HandShape.inHand(side, palm.x(), palm.y(), palm.z());
        RigidTransform worldFromHand = new RigidTransform(turn, hold.pointInWorld().minus(turn.rotate(pointInHand)));
        double[] curls = new double[HandShape.FINGERS];
        for (int finger = 0; finger < HandShape.FINGERS; finger++) {
            curls[finger] = close(side, thing, worldFromHand, finger);
        }
        return new Grasp(worldFromHand, curls);
    }

    private static double close(HandSide side, SceneThing thing, RigidTransform worldFromHand, int finger) {
        double[] curls = new double[HandShape.FINGERS];
        Vec3[] points = new Vec3[HandKeypoints.COUNT];
        for (double curl = OPEN; curl < MOST_CLOSED; curl += STEP) {
            curls[finger] = curl;
            HandShape.keypoints(side, curls, points);
            if (gap(thing, worldFromHand, points, finger) < -PRESSED) {
                return curl;
            }
        }
        return MOST_CLOSED;
    }

    private static double gap(SceneThing thing, RigidTransform worldFromHand, Vec3[] points, int finger) {
        double least = Double.POSITIVE_INFINITY;
        for (int joint = 1; joint < 4; joint++) {
            int at = 1 + finger * 4 + joint;
            double radius = WearerShapes.fingerRadius(finger, joint);
            Vec3 tip = worldFromHand.apply(points[at]);
            Vec3 middle = worldFromHand.apply(points[at].lerp(points[at - 1], 0.5));
            least = Math.min(least, Math.min(thing.distance(tip), thing.distance(middle)) - radius);
        }
        return least;
    }
}
