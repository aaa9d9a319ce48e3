package org.egoscope.app.tracks;

import org.egoscope.app.PipelinePlan;
import org.egoscope.app.run.Recording;
import org.egoscope.core.Batch;
import org.egoscope.core.StageFactory;
import org.egoscope.core.StatefulStage;
import org.egoscope.core.observation.ObservationEvent;
import org.egoscope.core.video.VideoChunk;
import org.egoscope.ingest.VideoSource;
import org.egoscope.perception.PerceptionProbe;

/** Decoding and perception of one recording on this thread, with a probe that sees every frame; nothing is stored. */
public final class PerceptionRun {
    private final PipelinePlan plan;

    public PerceptionRun(PipelinePlan plan) {
        this.plan = plan;
    }

    /**
     * Runs whole chunks until enough frames went in.
     *
     * @param mostFrames 0 for all
     * @return frames that went in
     */
    public long run(Recording recording, PerceptionProbe probe, long mostFrames) {
        long frames = 0;
        try (StageFactory<VideoChunk, ObservationEvent> factory = plan.perception(probe);
                VideoSource source = VideoSource.open(recording.uri(), recording.session(), plan.config().ingest());
                StatefulStage<VideoChunk, ObservationEvent> stage = factory.open(recording.session())) {
            while (source.hasNext() && (mostFrames == 0 || frames < mostFrames)) {
                Batch<VideoChunk> batch = source.next();
                for (VideoChunk chunk : batch.items()) {
                    stage.accept(chunk, event -> {});
                    frames += chunk.frameCount();
                }
            }
            stage.finish(event -> {});
        }
        return frames;
    }
}
