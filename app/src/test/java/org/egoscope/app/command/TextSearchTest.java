package org.egoscope.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.Batch;
import org.egoscope.core.geometry.Camera;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.geometry.PinholeCamera;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Embedding;
import org.egoscope.core.observation.HeadPose;
import org.egoscope.core.observation.Instance;
import org.egoscope.core.observation.Mask;
import org.egoscope.core.observation.Observation;
import org.egoscope.core.observation.ObservationEvent;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.SessionId;
import org.egoscope.storage.Dataset;
import org.egoscope.storage.DatasetWriter;
import org.egoscope.storage.QueryResult;
import org.egoscope.storage.SceneQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextSearchTest {
    private static final ImageSize SIZE = new ImageSize(8, 6);
    private static final SessionId SESSION = new SessionId("kitchen");
    private static final long FRAME_NANOS = 500_000_000;

    @TempDir
    private Path folder;

    private static Instance thing(long track, String label, float x, float... embedding) {
        Mask mask = Mask.ofRuns(SIZE, new int[] {0, 12, 36});
        return new Instance(track, label, 0.5f, mask, new BoundingBox(x, 1, 2, 3), 1, 1, "m", "", Embedding.NONE).withEmbedding(Embedding.of(embedding));
    }

    private static ObservationEvent frame(int index, Instance... instances) {
        Camera camera = new Camera(new PinholeCamera(SIZE, 6, 6, 4, 3), RigidTransform.IDENTITY, false);
        HeadPose pose = new HeadPose(RigidTransform.IDENTITY, 1, HeadPose.Source.SIDECAR, true);
        TimeRange span = TimeRange.ofNanos(index * FRAME_NANOS, (index + 1) * FRAME_NANOS);
        return new Observation(SESSION, index, span, camera, pose, List.of(instances), List.of(), List.of(), List.of());
    }

    /** Tracks 1 and 2 looked at twice and once, 3 never, 4 by another network, whose vectors have another length. */
    @Test
    void rankTracksByTheirBestLook() {
        List<ObservationEvent> frames = new ArrayList<>();
        frames.add(frame(0, thing(1, "cup", 0, 0.6f, 0.8f, 0), thing(2, "jar", 1, 0, 0.6f, 0.8f), thing(3, "lid", 2), thing(4, "x", 3, 1, 0)));
        frames.add(frame(1, thing(1, "cup", 4), thing(2, "jar", 5), thing(3, "lid", 2)));
        frames.add(frame(2, thing(1, "mug", 6, 0.96f, 0, 0.28f), thing(2, "jar", 5)));
        try (DatasetWriter writer = DatasetWriter.open(folder, "ab12", 1)) {
            writer.publish(writer.append("ego.observations", 0, 0, new Batch<>(SESSION, 0, TimeRange.ofNanos(0, 1), true, frames)));
        }
        try (SceneQuery query = SceneQuery.open(Dataset.open(folder));
                QueryResult result = query.run(TextSearch.statement(new float[] {0.8f, -0.6f, 0}))) {
            assertThat(result.toList())
                    .extracting(
                            row -> row.number("track_id"), row -> row.text("label"), row -> row.real("at_s"), row -> row.number("frame_index"),
                            row -> row.get("box_x"), row -> row.number("looks"))
                    .containsExactly(tuple(1L, "mug", 1.0, 2L, 6f, 2L), tuple(2L, "jar", 0.0, 0L, 1f, 1L));
        }
        try (SceneQuery query = SceneQuery.open(Dataset.open(folder));
                QueryResult result = query.run(TextSearch.statement(new float[] {0.8f, -0.6f, 0}))) {
            assertThat(((Number) result.toList().get(0).get("similarity")).doubleValue()).isCloseTo(0.768, within(1e-4));
        }
    }
}
