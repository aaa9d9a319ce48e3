package org.egoscope.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.egoscope.app.run.GroupedPerception;
import org.egoscope.core.StatefulStage;
import org.egoscope.core.observation.ObservationEvent;
import org.egoscope.core.video.SessionId;
import org.egoscope.core.video.VideoChunk;
import org.egoscope.ingest.ChunkDecoder;
import org.egoscope.ingest.IngestConfig;
import org.egoscope.ingest.VideoSource;
import org.egoscope.perception.FaceBlur;
import org.egoscope.perception.Hands;
import org.egoscope.perception.HeadPoses;
import org.egoscope.perception.Instances;
import org.egoscope.perception.Perceiver;
import org.egoscope.perception.PerceptionProbe;
import org.egoscope.perception.PersonTracker;
import org.egoscope.perception.SegmentConfig;
import org.egoscope.perception.VisualOdometryConfig;
import org.junit.jupiter.api.Test;

/** Groups of frames against frames one by one, on a decoded clip, also over a restart between chunks. */
class GroupedPerceptionTest {
    private static final IngestConfig INGEST = IngestConfig.defaults().withLongSidePixels(160);

    private static List<VideoChunk> chunks() {
        List<VideoChunk> chunks = new ArrayList<>();
        try (VideoSource source = VideoSource.open(Clips.first().toUri(), new SessionId("clip"), INGEST)) {
            while (source.hasNext() && chunks.size() < 3) {
                chunks.addAll(source.next().items());
            }
        }
        return chunks;
    }

    private static Perceiver perceiver(Instances instances, Hands hands) {
        return new Perceiver(HeadPoses.estimator(VisualOdometryConfig.defaults()), hands.newTracker(), instances.newTracker(),
                PersonTracker.NONE, FaceBlur.NONE, PerceptionProbe.NONE);
    }

    @Test
    void groupsOfFramesGiveWhatFramesOneByOneGive() {
        List<VideoChunk> chunks = chunks();
        assertThat(chunks).hasSizeGreaterThan(1);
        List<ObservationEvent> expected = new ArrayList<>();
        List<ObservationEvent> got = new ArrayList<>();
        try (Hands hands = Hands.withoutNetworks(); Instances instances = Instances.open(Optional.empty(), SegmentConfig.defaults())) {
            try (ChunkDecoder decoder = new ChunkDecoder(INGEST); Perceiver perceiver = perceiver(instances, hands)) {
                chunks.forEach(chunk -> decoder.accept(chunk, event -> perceiver.accept(event, expected::add)));
            }
            byte[] state = new byte[0];
            for (VideoChunk chunk : chunks) {
                try (StatefulStage<VideoChunk, ObservationEvent> grouped =
                        new GroupedPerception(new ChunkDecoder(INGEST), perceiver(instances, hands), 7)) {
                    grouped.restore(state);
                    grouped.accept(chunk, got::add);
                    state = grouped.snapshot();
                }
            }
        }
        assertThat(got).hasSizeGreaterThan(7).isEqualTo(expected);
    }
}
