package org.egoscope.synthetic.internal.score;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.observation.HeadPose;

/** Head trajectory: absolute trajectory error (root mean square), as is and after the best similarity; frames that are lost do not count. */
public final class HeadScore {
    private final List<Vec3> truePlaces = new ArrayList<>();
    private final List<Vec3> places = new ArrayList<>();
    private final List<Quaternion> trueTurns = new ArrayList<>();
    private final List<Quaternion> turns = new ArrayList<>();
    private int lost;

    public void add(RigidTransform worldFromDevice, HeadPose predicted) {
        if (predicted.isLost()) {
            lost++;
            return;
        }
        truePlaces.add(worldFromDevice.translation());
        trueTurns.add(worldFromDevice.rotation());
        places.add(predicted.worldFromDevice().translation());
        turns.add(predicted.worldFromDevice().rotation());
    }

    public Map<String, Double> values() {
        Map<String, Double> values = new LinkedHashMap<>();
        int tracked = places.size();
        values.put("tracked_share", Sample.ratio(tracked, tracked + lost));
        Similarity identity = new Similarity(1, Quaternion.IDENTITY, Vec3.ZERO);
        Similarity aligned = tracked == 0 ? identity : Similarity.fit(places, truePlaces);
        values.put("ate_meters", placeError(identity));
        values.put("ate_sim3_meters", placeError(aligned));
        values.put("sim3_scale", tracked == 0 ? Double.NaN : aligned.scale());
        values.put("rotation_error_degrees", turnError(Quaternion.IDENTITY));
        values.put("rotation_error_aligned_degrees", turnError(meanTurn()));
        values.put("step_error_meters_median", stepError());
        return values;
    }

    private double placeError(Similarity map) {
        Sample errors = new Sample();
        for (int i = 0; i < places.size(); i++) {
            errors.add(map.apply(places.get(i)).distanceTo(truePlaces.get(i)));
        }
        return errors.rootMeanSquare();
    }

    /** The world rotation that brings the predicted turns nearest to the true ones: the chordal mean. */
    private Quaternion meanTurn() {
        List<Vec3> from = new ArrayList<>();
        List<Vec3> to = new ArrayList<>();
        for (int i = 0; i < turns.size(); i++) {
            for (Vec3 axis : List.of(new Vec3(1, 0, 0), new Vec3(0, 1, 0), new Vec3(0, 0, 1))) {
                from.add(turns.get(i).rotate(axis));
                to.add(trueTurns.get(i).rotate(axis));
                from.add(turns.get(i).rotate(axis).times(-1));
                to.add(trueTurns.get(i).rotate(axis).times(-1));
            }
        }
        return from.isEmpty() ? Quaternion.IDENTITY : Similarity.fit(from, to).rotation();
    }

    private double turnError(Quaternion worldFromPredictedWorld) {
        Sample errors = new Sample();
        for (int i = 0; i < turns.size(); i++) {
            errors.add(Math.toDegrees(worldFromPredictedWorld.times(turns.get(i)).angleTo(trueTurns.get(i))));
        }
        return errors.mean();
    }

    /** Difference of the distances covered from one tracked frame to the next. */
    private double stepError() {
        Sample errors = new Sample();
        for (int i = 1; i < places.size(); i++) {
            double step = places.get(i).distanceTo(places.get(i - 1));
            errors.add(Math.abs(step - truePlaces.get(i).distanceTo(truePlaces.get(i - 1))));
        }
        return errors.median();
    }
}
