package org.egoscope.app.tracks;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.egoscope.app.PipelinePlan;
import org.egoscope.app.run.Recording;
import org.egoscope.core.observation.Observation;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.perception.FlowConsistency;
import org.egoscope.perception.PerceptionProbe;
import org.egoscope.synthetic.SyntheticScene;
import org.egoscope.synthetic.eval.TrackEvaluation;
import org.jspecify.annotations.Nullable;

/** Perception of one recording, and what is to be said of its masks over time. */
public final class TrackTrial {
    private static final int LISTED_TRACKS = 12;

    private final PipelinePlan plan;
    private final int sheetPictures;

    public TrackTrial(PipelinePlan plan, int sheetPictures) {
        this.plan = plan;
        this.sheetPictures = sheetPictures;
    }

    /**
     * Runs it and says in words what came out.
     *
     * @param truth the scene that the recording shows, if it is known
     * @param sheet where to put the contact sheet
     * @param mostFrames 0 for all
     */
    public String run(Recording recording, Optional<SyntheticScene> truth, Path sheet, long mostFrames) {
        try (Watcher watcher = new Watcher(truth.map(TrackEvaluation::new).orElse(null), sheetPictures)) {
            new PerceptionRun(plan).run(recording, watcher, mostFrames);
            watcher.sheet.write(sheet);
            return watcher.report(recording.session().value());
        }
    }

    /** Everything that looks on. */
    private static final class Watcher implements PerceptionProbe, AutoCloseable {
        private final PartTimes times = new PartTimes();
        private final TrackLives lives = new TrackLives();
        private final FlowConsistency consistency = new FlowConsistency();
        private final ContactSheet sheet;
        private final @Nullable TrackEvaluation truth;

        Watcher(@Nullable TrackEvaluation truth, int pictures) {
            this.truth = truth;
            sheet = new ContactSheet(pictures);
        }

        @Override
        public void begins(Part part) {
            times.begins(part);
        }

        @Override
        public void ended(Part part) {
            times.ended(part);
        }

        @Override
        public void observed(VideoFrame frame, Observation observation) {
            times.observed(frame, observation);
            lives.add(observation);
            consistency.add(frame, observation.instances());
            sheet.add(frame, observation);
            if (truth != null) {
                truth.add(observation);
            }
        }

        String report(String name) {
            StringBuilder text = new StringBuilder(name).append(": ").append(lives.summary()).append('\n');
            text.append(String.format(Locale.ROOT, "flow-warp mean L1 %.4f (0: masks move as their pixels do)%n", consistency.meanL1()));
            if (truth != null) {
                text.append(truth.report().toTable()).append(truth.objectTable());
            } else {
                text.append(lives.longest(LISTED_TRACKS));
            }
            return text.append(times.table()).toString();
        }

        @Override
        public void close() {
            consistency.close();
        }
    }
}
