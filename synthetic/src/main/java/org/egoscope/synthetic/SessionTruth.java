package org.egoscope.synthetic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.observation.HandSide;
import org.egoscope.synthetic.internal.script.SceneState;
import org.egoscope.synthetic.internal.script.TruthFinder;

/**
 * What happens in the session, in frames: half-open intervals {@code [first, first + count)}.
 *
 * @param actions of the hands (by script) and of the body (walk, turn, stand_still, look_at), by start
 * @param relations by start
 * @param tracks places of the objects over time
 */
public record SessionTruth(List<ActionTruth> actions, List<RelationTruth> relations, List<ObjectTrack> tracks) {
    /** Subject of a relation of the wearer. */
    public static final int WEARER = 0;

    public SessionTruth {
        actions = List.copyOf(actions);
        relations = List.copyOf(relations);
        tracks = List.copyOf(tracks);
    }

    /**
     * An atomic action.
     *
     * @param side empty for the body
     * @param object instance id; 0 if none
     */
    public record ActionTruth(String verb, Optional<HandSide> side, int object, int firstFrame, int frameCount) {}

    /**
     * A relation that held.
     *
     * @param predicate {@code holds} (moves with the hand), {@code touches} (skin within 4 mm), {@code on} (stands on or in), {@code near}
     *     (boxes around two objects within 6 cm), {@code looks_at} (within 12 degrees of the optical axis and the nearest to it, for at least 10
     *     frames)
     * @param subject instance id; hands by the id of the hand; {@link #WEARER} for looks_at
     * @param object instance id
     */
    public record RelationTruth(String predicate, int subject, int object, int firstFrame, int frameCount) {}

    /** Middle of an object's box in the world, per frame. */
    public record ObjectTrack(int object, List<Vec3> centersInWorld) {
        public ObjectTrack {
            centersInWorld = List.copyOf(centersInWorld);
        }
    }

    static SessionTruth of(SyntheticScene scene, SceneState state) {
        TruthFinder finder = new TruthFinder(state);
        for (int i = 0; i < scene.frameCount(); i++) {
            finder.visit(i, scene.seconds(i));
        }
        List<ActionTruth> actions = new ArrayList<>(finder.actions(scene.config().framesPerSecond(), scene.frameCount()));
        List<RelationTruth> relations = new ArrayList<>(finder.relations());
        actions.sort(Comparator.comparingInt(ActionTruth::firstFrame));
        relations.sort(Comparator.comparingInt(RelationTruth::firstFrame));
        return new SessionTruth(actions, relations, finder.tracks());
    }

    /** Place of an object in a frame. */
    public Vec3 centerInWorld(int object, int frame) {
        return tracks.stream()
                .filter(t -> t.object() == object)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("object: expected an object's id, got " + object))
                .centersInWorld()
                .get(frame);
    }
}
