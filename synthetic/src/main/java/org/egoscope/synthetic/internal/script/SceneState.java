package org.egoscope.synthetic.internal.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.Skeleton;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.core.observation.HandSide;
import org.egoscope.synthetic.SceneConfig;
import org.egoscope.synthetic.internal.body.BodySolver;
import org.egoscope.synthetic.internal.body.Gait;
import org.egoscope.synthetic.internal.body.Goals;
import org.egoscope.synthetic.internal.body.HandShape;
import org.egoscope.synthetic.internal.body.MinimumJerk;
import org.egoscope.synthetic.internal.render.Shape3;

/** The scene at one instant: moves things, body and hands to a time, and answers where they are. Not thread-safe. */
public final class SceneState {
    /** Stature of the wearer, metres. */
    public static final double STATURE_METERS = 1.75;

    /** Skin counts as touching within this distance, metres. */
    public static final double TOUCH_METERS = 0.004;

    private static final double STANDING_PELVIS_METERS = 0.968;
    private static final double WALKING_DIP_METERS = 0.045;
    private static final double BOB_METERS = 0.016;
    private static final double WORKING_LEAN = 0.43;
    private static final double WALKING_LEAN = 0.03;
    private static final double TURN_SECONDS = 0.95;
    private static final double STEEPEST_PITCH = Math.toRadians(66);
    private static final double WIDEST_YAW = Math.toRadians(75);
    /** Heads turn only part of the way to what the eyes follow; the rest is toward the middle of the workplace. */
    private static final Vec3 DESK = new Vec3(0.74, 0, 0.98);

    private static final double FOLLOWED_SHARE = 0.55;
    private static final double SWAY_RADIANS = 0.006;

    /** Head joint space to camera: x right is -y, y down is -z, z forward is x. */
    private static final Quaternion HEAD_FROM_CAMERA =
            Quaternion.fromColumns(new Vec3(0, -1, 0), new Vec3(0, 0, -1), new Vec3(1, 0, 0));

    private final Skeleton skeleton = new Skeleton(STATURE_METERS);
    private final Layout layout;
    private final KitchenScript script;
    private final WearerShapes wearer;
    private final BodySolver body = new BodySolver(skeleton);
    private final List<Shape3> shapes = new ArrayList<>();
    private final double[] swayPhases = new double[9];
    private final double[] curls = new double[HandShape.FINGERS];
    private double seconds = Double.NaN;

    public SceneState(SceneConfig config) {
        layout = new Layout(config);
        script = new KitchenScript(layout, config.mainHand());
        wearer = new WearerShapes(config.varied(), config.seed());
        shapes.addAll(layout.fixtures());
        layout.things().forEach(thing -> shapes.addAll(thing.shapes()));
        shapes.addAll(wearer.shapes());
        Random random = new Random(config.seed() + 1);
        for (int i = 0; i < swayPhases.length; i++) {
            swayPhases[i] = random.nextDouble() * 2 * Math.PI;
        }
    }

    /** Everything that can be seen, for the renderer. */
    public List<Shape3> shapes() {
        return shapes;
    }

    public Layout layout() {
        return layout;
    }

    public KitchenScript script() {
        return script;
    }

    public BodySolver body() {
        return body;
    }

    /** Moves everything to a time of the script. */
    public void moveTo(double time) {
        if (time == seconds) {
            return;
        }
        seconds = time;
        layout.things().forEach(thing -> thing.moveTo(script.place(thing, time)));
        body.solve(goals(time));
        wearer.follow(body);
        moveHand(HandSide.LEFT, SmplJoint.LEFT_WRIST, SmplJoint.LEFT_ELBOW);
        moveHand(HandSide.RIGHT, SmplJoint.RIGHT_WRIST, SmplJoint.RIGHT_ELBOW);
    }

    private void moveHand(HandSide side, SmplJoint wrist, SmplJoint elbow) {
        for (int finger = 0; finger < HandShape.FINGERS; finger++) {
            curls[finger] = script.plan(side).curl(seconds, finger);
        }
        RigidTransform worldFromHand = new RigidTransform(body.worldRotation(wrist), body.inWorld(wrist));
        wearer.hand(side).follow(worldFromHand, body.inWorld(elbow), curls);
    }

    private Goals goals(double time) {
        Gait gait = script.gait();
        Gait.Waypoint at = gait.pelvis(time);
        double stride = gait.stride(time);
        Gait.Foot left = gait.foot(0, time);
        Gait.Foot right = gait.foot(1, time);
        double lift = Math.max(left.lift(), right.lift()) / 0.07;
        double height = STANDING_PELVIS_METERS - WALKING_DIP_METERS * stride + BOB_METERS * stride * (lift - 0.5);
        Vec3 pelvis = new Vec3(at.x(), at.y(), height);
        double lean = WALKING_LEAN + (WORKING_LEAN - WALKING_LEAN) * working(time);
        return new Goals(
                pelvis,
                at.yaw(),
                lean,
                headRotation(time, at, lean),
                script.plan(HandSide.LEFT).worldFromHand(time, hanging(HandSide.LEFT, time)),
                script.plan(HandSide.RIGHT).worldFromHand(time, hanging(HandSide.RIGHT, time)),
                ball(left),
                ball(right),
                left.yaw(),
                right.yaw());
    }

    /** 0 upright to 1 bent over the table. */
    private static double working(double time) {
        return MinimumJerk.at(time, 3.5, 4.6) - MinimumJerk.at(time, 14.9, 16.0);
    }

    private Vec3 ball(Gait.Foot foot) {
        double ahead = skeleton.offset(SmplJoint.LEFT_FOOT).x();
        return new Vec3(
                foot.x() + ahead * Math.cos(foot.yaw()),
                foot.y() + ahead * Math.sin(foot.yaw()),
                skeleton.ballHeightMeters() + foot.lift());
    }

    private RigidTransform hanging(HandSide side, double time) {
        Gait gait = script.gait();
        Gait.Waypoint at = gait.pelvis(time);
        double sign = side == HandSide.LEFT ? 1 : -1;
        double ahead = 0.05 - sign * 0.15 * gait.swing(time);
        Vec3 place = Gait.fromFloor(at, new Vec3(ahead, sign * 0.27, 0.95 + 0.04 * Math.abs(gait.swing(time))));
        Vec3 fingers = Gait.fromFloor(at, new Vec3(0.25, 0, -1)).minus(Gait.fromFloor(at, Vec3.ZERO));
        Vec3 thumb = Gait.fromFloor(at, new Vec3(1, -0.2 * sign, 0)).minus(Gait.fromFloor(at, Vec3.ZERO));
        return new RigidTransform(HandShape.rotation(side, fingers, thumb), place);
    }

    private Quaternion headRotation(double time, Gait.Waypoint at, double lean) {
        // The eyes are near enough to here to aim with; aiming at the solved eyes would be circular.
        Vec3 eyes = Gait.fromFloor(at, new Vec3(0.10 + 0.6 * Math.sin(lean), 0, 1.03 + 0.57 * Math.cos(lean)));
        List<KitchenScript.Look> looks = script.lookList();
        int i = 0;
        while (i + 1 < looks.size() && looks.get(i + 1).start() <= time) {
            i++;
        }
        double[] to = angles(looks.get(i), eyes, at.yaw());
        double[] from = i == 0 ? to : angles(looks.get(i - 1), eyes, at.yaw());
        double f = MinimumJerk.at(time, looks.get(i).start(), looks.get(i).start() + TURN_SECONDS);
        double yaw = from[0] + (to[0] - from[0]) * f + sway(time, 0);
        double pitch = from[1] + (to[1] - from[1]) * f + sway(time, 3);
        Quaternion turn = Quaternion.fromAxisAngle(new Vec3(0, 0, 1), at.yaw() + yaw);
        Quaternion nod = Quaternion.fromAxisAngle(new Vec3(0, 1, 0), pitch);
        return turn.times(nod).times(Quaternion.fromAxisAngle(new Vec3(1, 0, 0), sway(time, 6))).normalized();
    }

    /** Yaw relative to the body and pitch (down positive) toward what is looked at, within what a neck can do. */
    private static double[] angles(KitchenScript.Look look, Vec3 eyes, double bodyYaw) {
        SceneThing thing = look.thing();
        Vec3 way = (thing == null ? look.pointInWorld() : DESK.lerp(thing.centerInWorld(), FOLLOWED_SHARE)).minus(eyes);
        double yaw = Math.IEEEremainder(Math.atan2(way.y(), way.x()) - bodyYaw, 2 * Math.PI);
        double pitch = Math.atan2(-way.z(), Math.hypot(way.x(), way.y()));
        return new double[] {softLimit(yaw, WIDEST_YAW), softLimit(pitch, STEEPEST_PITCH)};
    }

    /** Close to the angle itself where small, never beyond the limit, smooth: so that the head never snaps. */
    private static double softLimit(double angle, double limit) {
        return angle / Math.pow(1 + Math.pow(angle / limit, 6), 1.0 / 6);
    }

    private double sway(double time, int at) {
        return SWAY_RADIANS
                * (Math.sin(2.1 * time + swayPhases[at])
                        + 0.6 * Math.sin(3.7 * time + swayPhases[at + 1])
                        + 0.35 * Math.sin(7.9 * time + swayPhases[at + 2]));
    }

    /** The camera, which is the device: between the pupils, looking where the head points. */
    public RigidTransform worldFromCamera() {
        RigidTransform worldFromHead = new RigidTransform(body.worldRotation(SmplJoint.HEAD), body.inWorld(SmplJoint.HEAD));
        return worldFromHead.times(new RigidTransform(HEAD_FROM_CAMERA, skeleton.eyesInHead()));
    }

    /** Keypoint of a hand, metres. */
    public Vec3 keypointInWorld(HandSide side, int keypoint) {
        return wearer.hand(side).keypointsInWorld[keypoint];
    }

    /** Least distance between the skin of a hand and a thing; negative where pressed. Metres. */
    public double handDistance(HandSide side, SceneThing thing) {
        return wearer.hand(side).distanceTo(thing);
    }

    /** How far the hand is from where the script wants it: 0 unless the arm is too short. Metres. */
    public double reachError(HandSide side) {
        SmplJoint wrist = side == HandSide.LEFT ? SmplJoint.LEFT_WRIST : SmplJoint.RIGHT_WRIST;
        return script.plan(side).worldFromHand(seconds, hanging(side, seconds)).translation().distanceTo(body.inWorld(wrist));
    }
}
