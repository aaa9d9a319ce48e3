package org.egoscope.synthetic.internal.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.observation.HandSide;
import org.egoscope.synthetic.internal.body.Gait;
import org.egoscope.synthetic.internal.body.HandShape;
import org.jspecify.annotations.Nullable;

/**
 * What the wearer does in 20 seconds: walks to the island with a glance at the window, takes the cup and puts it on the board, pulls
 * the bowl near with the other hand and holds it, puts the apple into it, looks at the shelf, turns and walks away.
 */
public final class KitchenScript {
    private static final Vec3 UP = new Vec3(0, 0, 1);
    private static final double[] RELAXED = HandPlan.curls(0.30, 0.30);
    private static final double[] OPEN = HandPlan.curls(0.05, 0.08);
    private static final double STAND_X = 0.155;

    private final Layout layout;
    private final double mirror;
    private final HandSide mainSide;
    private final HandSide otherSide;
    private final HandPlan main;
    private final HandPlan other;
    private final Gait gait;
    private final List<Holding> holdings = new ArrayList<>();
    private final List<Doing> doings = new ArrayList<>();
    private final List<Look> looks = new ArrayList<>();

    /** A thing in a hand: it moves with the hand from start to end and stays where it is then. Seconds. */
    record Holding(SceneThing thing, HandSide side, double start, double end, RigidTransform handFromThing) {}

    /** An action of a hand by script; seconds. */
    public record Doing(String verb, HandSide side, SceneThing thing, double start, double end) {}

    /** Where the head turns from a time on: a point in the world, or a thing that it follows. */
    record Look(double start, Vec3 pointInWorld, @Nullable SceneThing thing) {}

    public KitchenScript(Layout layout, HandSide mainHand) {
        this.layout = layout;
        mirror = layout.mirror();
        mainSide = mainHand;
        otherSide = mainHand == HandSide.RIGHT ? HandSide.LEFT : HandSide.RIGHT;
        gait = new Gait(way());
        main = new HandPlan(RELAXED);
        other = new HandPlan(RELAXED);
        cupToBoard();
        bowlNear();
        appleIntoBowl();
        looks();
    }

    private List<Gait.Waypoint> way() {
        double away = mirror * Math.toRadians(158);
        double approach = mirror * Math.toRadians(17);
        return List.of(
                new Gait.Waypoint(0, -1.75, -0.62 * mirror, approach),
                new Gait.Waypoint(0.4, -1.75, -0.62 * mirror, approach),
                new Gait.Waypoint(4.0, STAND_X, 0, 0),
                new Gait.Waypoint(16.0, STAND_X, 0, 0),
                new Gait.Waypoint(17.4, 0.02, 0.03 * mirror, away),
                new Gait.Waypoint(20.0, -1.35, 0.62 * mirror, away));
    }

    private Vec3 mirrored(double x, double y, double z) {
        return new Vec3(x, y * mirror, z);
    }

    private RigidTransform ready(HandSide side) {
        double out = side == HandSide.LEFT ? 0.37 : -0.37;
        double in = side == HandSide.LEFT ? -0.1 : 0.1;
        Quaternion turn = HandShape.rotation(side, new Vec3(0.9, in, -0.15), new Vec3(0, side == HandSide.LEFT ? -1 : 1, 0.25));
        return new RigidTransform(turn, new Vec3(0.34, out, 1.03));
    }

    private void cupToBoard() {
        SceneThing cup = layout.cup;
        Vec3 point = cup.initial().translation().plus(UP.times(0.055));
        Grasp.Hold hold = new Grasp.Hold(mirrored(0.86, 0.45, -0.12), UP, point, new Vec3(0.078, 0.004, 0.055));
        Grasp grasp = Grasp.of(mainSide, cup, hold);
        Vec3 target = layout.board.initial().translation().plus(mirrored(-0.025, 0.045, ThingShapes.BOARD_THICKNESS));
        RigidTransform placed = shifted(grasp.worldFromHand(), target.minus(cup.initial().translation()));
        Vec3 approach = grasp.worldFromHand().rotation().rotate(HandShape.inHand(mainSide, -0.05, 0, -0.09));
        main.stayUntil(4.4)
                .moveTo(5.4, grasp.worldFromHand(), OPEN, approach.plus(UP.times(0.05)))
                .shapeTo(5.8, grasp.curls())
                .moveTo(7.3, shifted(placed, UP.times(0.05)), UP.times(0.08))
                .moveTo(7.9, placed, Vec3.ZERO)
                .shapeTo(8.3, OPEN)
                .moveTo(9.1, ready(mainSide), RELAXED, approach);
        hold(cup, mainSide, grasp, 5.8, 7.9);
        doings.add(new Doing("reach", mainSide, cup, 4.4, 5.4));
        doings.add(new Doing("grasp", mainSide, cup, 5.4, 5.8));
        doings.add(new Doing("move", mainSide, cup, 5.8, 7.3));
        doings.add(new Doing("put_down", mainSide, cup, 7.3, 7.9));
        doings.add(new Doing("release", mainSide, cup, 7.9, 8.3));
    }

    private void bowlNear() {
        SceneThing bowl = layout.bowl;
        Vec3 point = bowl.initial().translation().plus(UP.times(0.048));
        Grasp.Hold hold = new Grasp.Hold(mirrored(0.90, -0.42, -0.10), UP, point, new Vec3(0.072, 0, 0.1));
        Grasp grasp = Grasp.of(otherSide, bowl, hold);
        RigidTransform near = shifted(grasp.worldFromHand(), mirrored(-0.03, -0.075, 0));
        Vec3 approach = grasp.worldFromHand().rotation().rotate(HandShape.inHand(otherSide, -0.05, 0, -0.09));
        other.stayUntil(8.5)
                .moveTo(9.5, grasp.worldFromHand(), OPEN, approach.plus(UP.times(0.05)))
                .shapeTo(9.9, grasp.curls())
                .moveTo(10.9, near, Vec3.ZERO)
                .stayUntil(14.9)
                .shapeTo(15.3, OPEN)
                .moveTo(16.2, null, RELAXED, approach.plus(UP.times(0.06)))
                .stayUntil(21);
        hold(bowl, otherSide, grasp, 9.9, 14.9);
        doings.add(new Doing("reach", otherSide, bowl, 8.5, 9.5));
        doings.add(new Doing("grasp", otherSide, bowl, 9.5, 9.9));
        doings.add(new Doing("move", otherSide, bowl, 9.9, 10.9));
        doings.add(new Doing("hold", otherSide, bowl, 10.9, 14.9));
        doings.add(new Doing("release", otherSide, bowl, 14.9, 15.3));
    }

    private void appleIntoBowl() {
        SceneThing apple = layout.apple;
        Vec3 point = apple.initial().translation().plus(UP.times(ThingShapes.APPLE_RADIUS));
        Vec3 fingers = mirrored(0.80, 0.35, -0.50);
        Grasp.Hold hold = new Grasp.Hold(fingers, mirrored(-0.2, 1, 0.15), point, new Vec3(0.092, 0.004, 0.056));
        Grasp grasp = Grasp.of(mainSide, apple, hold);
        Vec3 bowlAt = layout.bowl.initial().translation().plus(mirrored(-0.03, -0.075, 0.006));
        RigidTransform placed = shifted(grasp.worldFromHand(), bowlAt.minus(apple.initial().translation()));
        main.stayUntil(10.7)
                .moveTo(11.6, grasp.worldFromHand(), OPEN, UP.times(0.05))
                .shapeTo(12.0, grasp.curls())
                .moveTo(13.2, shifted(placed, UP.times(0.09)), UP.times(0.09))
                .moveTo(13.7, placed, Vec3.ZERO)
                .shapeTo(14.1, OPEN)
                .moveTo(15.1, null, RELAXED, UP.times(0.14))
                .stayUntil(21);
        hold(apple, mainSide, grasp, 12.0, 13.7);
        doings.add(new Doing("reach", mainSide, apple, 10.7, 11.6));
        doings.add(new Doing("grasp", mainSide, apple, 11.6, 12.0));
        doings.add(new Doing("move", mainSide, apple, 12.0, 13.2));
        doings.add(new Doing("put_down", mainSide, apple, 13.2, 13.7));
        doings.add(new Doing("release", mainSide, apple, 13.7, 14.1));
    }

    private void hold(SceneThing thing, HandSide side, Grasp grasp, double start, double end) {
        RigidTransform handFromThing = grasp.worldFromHand().inverse().times(thing.initial());
        holdings.add(new Holding(thing, side, start, end, handFromThing));
    }

    private static RigidTransform shifted(RigidTransform pose, Vec3 by) {
        return new RigidTransform(pose.rotation(), pose.translation().plus(by));
    }

    private void looks() {
        look(-1, mirrored(0.75, 0, 0.95));
        look(1.1, mirrored(0.2, 2.2, 1.45));
        look(2.3, mirrored(0.7, 0.05, 0.95));
        look(3.5, mirrored(0.68, -0.02, 0.95));
        follow(4.3, layout.cup);
        follow(8.5, layout.bowl);
        follow(10.7, layout.apple);
        look(14.0, mirrored(0.60, 0.02, 0.95));
        look(14.7, mirrored(2.2, -1.2, 1.25));
        look(15.8, mirrored(0.4, 2.2, 1.3));
        look(16.7, mirrored(-2.8, 1.2, 1.15));
        look(18.6, mirrored(-2.8, 0.6, 1.35));
    }

    private void look(double start, Vec3 point) {
        looks.add(new Look(start, point, null));
    }

    private void follow(double start, SceneThing thing) {
        looks.add(new Look(start, Vec3.ZERO, thing));
    }

    public Gait gait() {
        return gait;
    }

    List<Look> lookList() {
        return looks;
    }

    HandPlan plan(HandSide side) {
        return side == mainSide ? main : other;
    }

    public List<Doing> doings() {
        return doings;
    }

    /** The thing that a hand holds at a time. */
    public Optional<SceneThing> heldBy(HandSide side, double seconds) {
        return holdings.stream()
                .filter(h -> h.side() == side && seconds >= h.start() && seconds < h.end())
                .map(Holding::thing)
                .findFirst();
    }

    /** Where a thing is, given where the hands are at a time. Before its holding it is at its place, after it where it was put. */
    RigidTransform place(SceneThing thing, double seconds) {
        RigidTransform pose = thing.initial();
        for (Holding holding : holdings) {
            if (holding.thing() == thing && seconds >= holding.start()) {
                double at = Math.min(seconds, holding.end());
                pose = plan(holding.side()).worldFromHand(at, RigidTransform.IDENTITY).times(holding.handFromThing());
            }
        }
        return pose;
    }
}
