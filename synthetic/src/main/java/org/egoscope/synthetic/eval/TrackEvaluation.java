package org.egoscope.synthetic.eval;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.egoscope.core.observation.Observation;
import org.egoscope.synthetic.SyntheticFrame;
import org.egoscope.synthetic.SyntheticScene;
import org.egoscope.synthetic.internal.score.TrackScore;

/** Identity and masks over time of what perception gave for a synthetic scene. Add the frames in order. */
public final class TrackEvaluation {
    private final SyntheticScene scene;
    private final SyntheticFrame frame;
    private final TrackScore score;

    public TrackEvaluation(SyntheticScene scene) {
        this.scene = scene;
        frame = scene.trace(0);
        score = new TrackScore(scene.instances());
    }

    public void add(Observation observation) {
        scene.trace((int) observation.frameIndex(), frame);
        score.add(scene.observation(observation.session(), frame).instances(), observation.instances());
    }

    public EvaluationReport report() {
        return new EvaluationReport(List.of(new EvaluationReport.Section("tracks", score.values())));
    }

    /** A line per object: frames visible, share matched, mean IoU, switches, fragmentations, frames by track. */
    public String objectTable() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT, "%-16s %7s %7s %6s %8s %9s  %s%n", "object", "visible", "matched", "IoU", "switches", "fragments", "tracks"));
        for (TrackScore.ObjectTrack object : score.objects()) {
            Map<Long, Integer> tracks = new TreeMap<>(object.tracks());
            text.append(String.format(
                    Locale.ROOT, "%-16s %7d %7.2f %6.2f %8d %9d  %s%n", object.label(), object.visibleFrames(),
                    object.matchedShare(), object.meanIou(), object.switches(), object.fragmentations(), tracks));
        }
        return text.toString();
    }
}
