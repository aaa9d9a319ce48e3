package org.egoscope.synthetic.internal.script;

import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.observation.HandSide;
import org.egoscope.synthetic.SceneInstance;
import org.egoscope.synthetic.internal.body.BodySolver;
import org.egoscope.synthetic.internal.body.HandShape;
import org.egoscope.synthetic.internal.render.Finish;
import org.egoscope.synthetic.internal.render.Finish.Pattern;
import org.egoscope.synthetic.internal.render.Placement;
import org.egoscope.synthetic.internal.render.RoundCone;
import org.egoscope.synthetic.internal.render.Shape3;

/** The wearer's visible body: round cones hung on the joints, in the space of their joint so that cloth and skin move with them. */
final class WearerShapes {
    private static final double[] FINGER_RADII = {0.0100, 0.0092, 0.0084, 0.0076};
    private static final double THUMB_EXTRA = 0.0018;
    private static final double LITTLE_LESS = -0.0012;
    private static final double PALM_RADIUS = 0.0125;
    private static final double WRIST_RADIUS = 0.024;
    private static final Vec3 NOWHERE = new Vec3(0, 0, -9);
    private static final int[] KNUCKLES = {5, 9, 13, 17};

    private final List<Shape3> shapes = new ArrayList<>();
    private final List<Bone> bones = new ArrayList<>();
    private final HandShapes left;
    private final HandShapes right;
    private final RoundCone head;

    private record Bone(SmplJoint from, SmplJoint to, double shareFrom, double shareTo, RoundCone shape) {}

    WearerShapes(boolean varied, long seed) {
        int shirt = varied ? new int[] {0x4A5F8C, 0x7A3B3B, 0x3F6B5C, 0x8A7A55}[(int) Math.floorMod(seed, 4)] : 0x4A5F8C;
        int skin = varied ? new int[] {0xD9A583, 0x8D5A3B, 0xE6BC9C, 0xB57B54}[(int) Math.floorMod(seed / 4, 4)] : 0xD9A583;
        Finish sleeve = Finish.of(Pattern.FABRIC, shirt, 0xB9C3D6, 140);
        Finish trousers = Finish.of(Pattern.FABRIC, 0x2C3444, 0x4D5870, 143);
        Finish shoe = Finish.of(Pattern.PLAIN, 0x5A3A28, 0x5A3A28, 0);
        trunk(sleeve, trousers);
        leg(SmplJoint.LEFT_HIP, SmplJoint.LEFT_KNEE, SmplJoint.LEFT_ANKLE, SmplJoint.LEFT_FOOT, trousers, shoe);
        leg(SmplJoint.RIGHT_HIP, SmplJoint.RIGHT_KNEE, SmplJoint.RIGHT_ANKLE, SmplJoint.RIGHT_FOOT, trousers, shoe);
        Shape3.Part leftSleeve = part(SceneInstance.LEFT_SLEEVE, sleeve);
        Shape3.Part rightSleeve = part(SceneInstance.RIGHT_SLEEVE, sleeve);
        bone(leftSleeve, SmplJoint.LEFT_SHOULDER, SmplJoint.LEFT_ELBOW, 0.052, 0.043);
        bone(rightSleeve, SmplJoint.RIGHT_SHOULDER, SmplJoint.RIGHT_ELBOW, 0.052, 0.043);
        cut(leftSleeve, SmplJoint.LEFT_ELBOW, SmplJoint.LEFT_WRIST, 0.043, 0.033);
        cut(rightSleeve, SmplJoint.RIGHT_ELBOW, SmplJoint.RIGHT_WRIST, 0.043, 0.033);
        Finish skinFinish = Finish.of(Pattern.SKIN, skin, 0x9A5C45, 146);
        left = new HandShapes(HandSide.LEFT, part(SceneInstance.LEFT_HAND, skinFinish));
        right = new HandShapes(HandSide.RIGHT, part(SceneInstance.RIGHT_HAND, skinFinish));
        shapes.addAll(left.shapes);
        shapes.addAll(right.shapes);
        head = new RoundCone(new Shape3.Part(SceneInstance.BODY, Finish.plain(0x3A2A20), new Placement(), true), 0.10, 0.09);
        shapes.add(head);
    }

    private static Shape3.Part part(int id, Finish finish) {
        return new Shape3.Part(id, finish, new Placement());
    }

    private void trunk(Finish shirt, Finish trousers) {
        Shape3.Part torso = part(SceneInstance.BODY, shirt);
        bone(torso, SmplJoint.SPINE1, SmplJoint.SPINE3, 0.125, 0.13);
        bone(torso, SmplJoint.LEFT_COLLAR, SmplJoint.LEFT_SHOULDER, 0.07, 0.058);
        bone(torso, SmplJoint.RIGHT_COLLAR, SmplJoint.RIGHT_SHOULDER, 0.07, 0.058);
        bone(part(SceneInstance.BODY, trousers), SmplJoint.PELVIS, SmplJoint.SPINE1, 0.13, 0.122);
    }

    private void leg(SmplJoint hip, SmplJoint knee, SmplJoint ankle, SmplJoint foot, Finish trousers, Finish shoe) {
        Shape3.Part cloth = part(SceneInstance.BODY, trousers);
        bone(cloth, hip, knee, 0.085, 0.062);
        bone(cloth, knee, ankle, 0.062, 0.048);
        Shape3.Part leather = part(SceneInstance.BODY, shoe);
        hang(leather, ankle, foot, new double[] {-0.1, 1.35, 0.042, 0.034});
    }

    private void bone(Shape3.Part part, SmplJoint from, SmplJoint to, double radiusFrom, double radiusTo) {
        hang(part, from, to, new double[] {0, 1, radiusFrom, radiusTo});
    }

    /** A cone on the line between two joints: from one share of it to another, with a radius at each. */
    private void hang(Shape3.Part part, SmplJoint from, SmplJoint to, double[] sharesAndRadii) {
        Shape3.Part own = part(part.instanceId(), part.finish());
        RoundCone shape = new RoundCone(own, sharesAndRadii[2], sharesAndRadii[3]);
        shapes.add(shape);
        bones.add(new Bone(from, to, sharesAndRadii[0], sharesAndRadii[1], shape));
    }

    /** A sleeve that ends above the wrist. */
    private void cut(Shape3.Part part, SmplJoint from, SmplJoint to, double radiusFrom, double radiusTo) {
        hang(part, from, to, new double[] {0, 0.80, radiusFrom, radiusTo});
    }

    static double fingerRadius(int finger, int joint) {
        double extra = finger == 0 ? THUMB_EXTRA : finger == 4 ? LITTLE_LESS : 0;
        return FINGER_RADII[joint] + extra;
    }

    List<Shape3> shapes() {
        return shapes;
    }

    HandShapes hand(HandSide side) {
        return side == HandSide.LEFT ? left : right;
    }

    void follow(BodySolver body) {
        for (Bone bone : bones) {
            Vec3 a = body.inWorld(bone.from());
            Vec3 b = body.inWorld(bone.to());
            Quaternion turn = body.worldRotation(bone.from());
            bone.shape().placement().set(new RigidTransform(turn, a));
            Vec3 along = turn.conjugate().rotate(b.minus(a));
            bone.shape().moveTo(along.times(bone.shareFrom()), along.times(bone.shareTo()));
        }
        Vec3 top = body.inWorld(SmplJoint.HEAD).plus(body.worldRotation(SmplJoint.HEAD).rotate(new Vec3(0.01, 0, 0.10)));
        head.moveTo(body.inWorld(SmplJoint.HEAD), top);
    }

    /** One hand: keypoints in the world and the cones between them. */
    static final class HandShapes {
        final List<Shape3> shapes = new ArrayList<>();
        final Vec3[] keypointsInWorld = new Vec3[HandKeypoints.COUNT];
        private final List<RoundCone> cones = new ArrayList<>();
        private final Vec3[] keypoints = new Vec3[HandKeypoints.COUNT];
        private final HandSide side;
        private final Placement placement;

        HandShapes(HandSide side, Shape3.Part part) {
            this.side = side;
            this.placement = part.placement();
            for (int finger = 0; finger < HandShape.FINGERS; finger++) {
                for (int joint = 0; joint < 3; joint++) {
                    cone(part, fingerRadius(finger, joint), fingerRadius(finger, joint + 1));
                }
            }
            cone(part, 0.017, 0.0125);
            for (int i = 0; i < KNUCKLES.length; i++) {
                cone(part, 0.018, PALM_RADIUS - 0.001);
            }
            for (int i = 0; i + 1 < KNUCKLES.length; i++) {
                cone(part, PALM_RADIUS, PALM_RADIUS - 0.0005);
            }
            cone(part, 0.026, WRIST_RADIUS);
        }

        private void cone(Shape3.Part part, double radiusA, double radiusB) {
            RoundCone cone = new RoundCone(part, NOWHERE, NOWHERE, radiusA, radiusB);
            cones.add(cone);
            shapes.add(cone);
        }

        void follow(RigidTransform worldFromHand, Vec3 elbowInWorld, double[] curls) {
            placement.set(worldFromHand);
            HandShape.keypoints(side, curls, keypoints);
            for (int k = 0; k < HandKeypoints.COUNT; k++) {
                keypointsInWorld[k] = worldFromHand.apply(keypoints[k]);
            }
            int next = 0;
            for (int finger = 0; finger < HandShape.FINGERS; finger++) {
                for (int joint = 1; joint < 4; joint++) {
                    int at = 1 + finger * 4 + joint;
                    cones.get(next++).moveTo(keypoints[at - 1], keypoints[at]);
                }
            }
            cones.get(next++).moveTo(Vec3.ZERO, keypoints[1]);
            for (int knuckle : KNUCKLES) {
                cones.get(next++).moveTo(keypoints[knuckle].times(0.12), keypoints[knuckle]);
            }
            for (int i = 0; i + 1 < KNUCKLES.length; i++) {
                cones.get(next++).moveTo(keypoints[KNUCKLES[i]], keypoints[KNUCKLES[i + 1]]);
            }
            cones.get(next).moveTo(worldFromHand.inverse().apply(elbowInWorld).times(0.22), Vec3.ZERO);
        }

        /** Least distance between the skin of the hand and a thing, metres; negative where they overlap. */
        double distanceTo(SceneThing thing) {
            double least = Double.POSITIVE_INFINITY;
            for (int finger = 0; finger < HandShape.FINGERS; finger++) {
                for (int joint = 0; joint < 4; joint++) {
                    int at = 1 + finger * 4 + joint;
                    double radius = fingerRadius(finger, joint);
                    least = Math.min(least, thing.distance(keypointsInWorld[at]) - radius);
                    int before = joint == 0 ? 0 : at - 1;
                    Vec3 middle = keypointsInWorld[at].lerp(keypointsInWorld[before], 0.5);
                    least = Math.min(least, thing.distance(middle) - radius);
                }
            }
            return least;
        }
    }
}
