package org.egoscope.synthetic.internal.script;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.observation.HandSide;
import org.egoscope.synthetic.SceneInstance;
import org.egoscope.synthetic.SessionTruth;
import org.egoscope.synthetic.SessionTruth.ActionTruth;
import org.egoscope.synthetic.SessionTruth.ObjectTrack;
import org.egoscope.synthetic.SessionTruth.RelationTruth;
import org.egoscope.synthetic.internal.body.Gait;
import org.jspecify.annotations.Nullable;

/** Reads relations and body actions off the geometry, frame by frame, and joins frames to intervals. */
public final class TruthFinder {
    private static final double ON_METERS = 0.005;
    private static final double NEAR_METERS = 0.06;
    private static final double LOOK_COSINE = Math.cos(Math.toRadians(12));
    private static final double WALK_SPEED = 0.15;
    private static final double TURN_RATE = 0.35;

    /** Shorter glances and pauses are not reported, frames. */
    private static final int LEAST_BODY_FRAMES = 10;

    private final SceneState state;
    private final Map<Fact, Open> open = new LinkedHashMap<>();
    private final List<RelationTruth> relations = new ArrayList<>();
    private final List<ActionTruth> bodyActions = new ArrayList<>();
    private final Map<Integer, List<Vec3>> centers = new LinkedHashMap<>();

    /** {@code bodyAction}: the predicate is a verb of the body. */
    private record Fact(String predicate, int subject, int object, boolean bodyAction) {}

    private record Open(int firstFrame, int lastFrame) {}

    public TruthFinder(SceneState state) {
        this.state = state;
    }

    /** Frames in order. */
    public void visit(int frame, double seconds) {
        state.moveTo(seconds);
        closeBefore(frame - 1);
        hands(frame, seconds);
        objects(frame);
        gaze(frame);
        gait(frame, seconds);
    }

    private void note(int frame, Fact fact) {
        Open before = open.get(fact);
        open.put(fact, new Open(before == null ? frame : before.firstFrame(), frame));
    }

    /** Ends what was not seen in the given frame or later. */
    private void closeBefore(int frame) {
        open.entrySet().removeIf(entry -> {
            boolean ended = entry.getValue().lastFrame() < frame;
            if (ended) {
                close(entry.getKey(), entry.getValue());
            }
            return ended;
        });
    }

    private void close(Fact fact, Open interval) {
        int count = interval.lastFrame() - interval.firstFrame() + 1;
        boolean glance = fact.predicate().equals("looks_at") && count < LEAST_BODY_FRAMES;
        if (!fact.bodyAction() && !glance) {
            relations.add(new RelationTruth(fact.predicate(), fact.subject(), fact.object(), interval.firstFrame(), count));
        } else if (fact.bodyAction() && count >= LEAST_BODY_FRAMES) {
            bodyActions.add(new ActionTruth(fact.predicate(), Optional.empty(), fact.object(), interval.firstFrame(), count));
        }
    }

    private void hands(int frame, double seconds) {
        for (HandSide side : HandSide.values()) {
            int hand = side == HandSide.LEFT ? SceneInstance.LEFT_HAND : SceneInstance.RIGHT_HAND;
            state.script()
                    .heldBy(side, seconds)
                    .ifPresent(thing -> note(frame, new Fact("holds", hand, thing.instance().id(), false)));
            for (SceneThing thing : state.layout().objects()) {
                if (state.handDistance(side, thing) <= SceneState.TOUCH_METERS) {
                    note(frame, new Fact("touches", hand, thing.instance().id(), false));
                }
            }
        }
    }

    private void objects(int frame) {
        List<SceneThing> objects = state.layout().objects();
        for (SceneThing upper : objects) {
            centers.computeIfAbsent(upper.instance().id(), id -> new ArrayList<>()).add(upper.centerInWorld());
            SceneThing support = supportOf(upper);
            if (support != null) {
                note(frame, new Fact("on", upper.instance().id(), support.instance().id(), false));
            }
        }
        for (int i = 0; i < objects.size(); i++) {
            for (int j = i + 1; j < objects.size(); j++) {
                if (gap(objects.get(i), objects.get(j)) < NEAR_METERS) {
                    note(frame, new Fact("near", objects.get(i).instance().id(), objects.get(j).instance().id(), false));
                }
            }
        }
    }

    /** What a thing stands on: of all that fit, the highest. */
    private @Nullable SceneThing supportOf(SceneThing upper) {
        SceneThing best = null;
        double bestHeight = Double.NEGATIVE_INFINITY;
        for (SceneThing lower : state.layout().things()) {
            double height = lower.worldFromThing().translation().z() + lower.hull().seatHeight();
            if (lower != upper && height > bestHeight && standsOn(upper, lower)) {
                best = lower;
                bestHeight = height;
            }
        }
        return best;
    }

    private static boolean standsOn(SceneThing upper, SceneThing lower) {
        Vec3 base = upper.worldFromThing().translation();
        Vec3 seat = lower.worldFromThing().inverse().apply(base);
        return Math.abs(seat.z() - lower.hull().seatHeight()) < ON_METERS
                && Math.abs(seat.x()) < lower.hull().halfX()
                && Math.abs(seat.y()) < lower.hull().halfY();
    }

    /** Distance between the upright world boxes around two things; 0 where they meet. */
    private static double gap(SceneThing a, SceneThing b) {
        Vec3 halfA = halfSize(a);
        Vec3 halfB = halfSize(b);
        Vec3 way = a.centerInWorld().minus(b.centerInWorld());
        double x = Math.max(0, Math.abs(way.x()) - halfA.x() - halfB.x());
        double y = Math.max(0, Math.abs(way.y()) - halfA.y() - halfB.y());
        double z = Math.max(0, Math.abs(way.z()) - halfA.z() - halfB.z());
        return Math.sqrt(x * x + y * y + z * z);
    }

    private static Vec3 halfSize(SceneThing thing) {
        SceneThing.Hull hull = thing.hull();
        Vec3 ahead = thing.worldFromThing().rotation().rotate(new Vec3(1, 0, 0));
        double c = Math.abs(ahead.x());
        double s = Math.abs(ahead.y());
        return new Vec3(c * hull.halfX() + s * hull.halfY(), s * hull.halfX() + c * hull.halfY(), hull.height() / 2);
    }

    private void gaze(int frame) {
        RigidTransform worldFromCamera = state.worldFromCamera();
        Vec3 axis = worldFromCamera.rotation().rotate(new Vec3(0, 0, 1));
        SceneThing best = null;
        double bestCosine = LOOK_COSINE;
        for (SceneThing thing : state.layout().objects()) {
            Vec3 way = thing.centerInWorld().minus(worldFromCamera.translation());
            double cosine = way.normalized().dot(axis);
            if (cosine > bestCosine) {
                best = thing;
                bestCosine = cosine;
            }
        }
        if (best != null) {
            note(frame, new Fact("looks_at", SessionTruth.WEARER, best.instance().id(), false));
            note(frame, new Fact("look_at", SessionTruth.WEARER, best.instance().id(), true));
        }
    }

    private void gait(int frame, double seconds) {
        Gait gait = state.script().gait();
        boolean walking = gait.speed(seconds) > WALK_SPEED;
        boolean turning = Math.abs(gait.turnRate(seconds)) > TURN_RATE;
        String verb = walking && !turning ? "walk" : turning ? "turn" : "stand_still";
        note(frame, new Fact(verb, SessionTruth.WEARER, 0, true));
    }

    /** All relations; ends those still open. */
    public List<RelationTruth> relations() {
        closeBefore(Integer.MAX_VALUE);
        return relations;
    }

    /** Actions of the body found so far and those of the hands by script, cut to the session. */
    public List<ActionTruth> actions(double framesPerSecond, int frameCount) {
        closeBefore(Integer.MAX_VALUE);
        List<ActionTruth> all = new ArrayList<>(bodyActions);
        for (KitchenScript.Doing doing : state.script().doings()) {
            int first = (int) Math.ceil(doing.start() * framesPerSecond - 1e-9);
            int end = Math.min(frameCount, (int) Math.ceil(doing.end() * framesPerSecond - 1e-9));
            if (first < end) {
                int object = doing.thing().instance().id();
                all.add(new ActionTruth(doing.verb(), Optional.of(doing.side()), object, first, end - first));
            }
        }
        return all;
    }

    public List<ObjectTrack> tracks() {
        return centers.entrySet().stream().map(e -> new ObjectTrack(e.getKey(), e.getValue())).toList();
    }
}
