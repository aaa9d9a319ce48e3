package org.egoscope.perception.internal.track;

import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.jspecify.annotations.Nullable;

/** Decides which tracks carry a template: a few labelled things, since each costs time and 12 kB of state. */
final class TemplateKeeper {
    /** Least score of a found template; the smoke test of the card held at 0.96, wrong finds are mostly below 0.8. */
    static final float LEAST_SCORE = 0.85f;

    private static final int MOST_TEMPLATES = 8;
    private static final int MOST_NEW_PER_KEY_FRAME = 2;

    private TemplateKeeper() {}

    static void refresh(TrackStore store, @Nullable NanoTracker nano, Mat rgb) {
        if (nano == null) {
            return;
        }
        int held = 0;
        for (List<Track> tracks : List.of(store.active, store.lost)) {
            for (Track track : tracks) {
                held += track.template.length > 0 ? 1 : 0;
            }
        }
        int fresh = 0;
        for (Track track : store.active) {
            boolean worth = track.template.length == 0 && track.votes.best() >= 0 && !track.votes.isOwnArm() && !track.carried;
            if (worth && held < MOST_TEMPLATES && fresh < MOST_NEW_PER_KEY_FRAME) {
                track.template = nano.template(rgb, track.box);
                held++;
                fresh++;
            }
        }
    }
}
