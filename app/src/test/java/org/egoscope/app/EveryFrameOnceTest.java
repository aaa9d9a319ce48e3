package org.egoscope.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.egoscope.core.video.FrameEvent;
import org.egoscope.core.video.SessionId;
import org.egoscope.core.video.VideoChunk;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.ingest.ChunkDecoder;
import org.egoscope.ingest.IngestConfig;
import org.egoscope.ingest.VideoSource;
import org.egoscope.storage.Dataset;
import org.egoscope.storage.Row;
import org.egoscope.storage.RowCursor;
import org.egoscope.synthetic.FrameStrip;
import org.junit.jupiter.api.Test;

/** Pictures carry their own number, so the count does not rest on the pipeline's own bookkeeping. */
class EveryFrameOnceTest {
    private static final List<Long> ALL = LongStream.range(0, Clips.FRAMES).boxed().toList();

    @Test
    void everyPictureComesOutOnceInOrderAndUnderItsOwnNumber() {
        IngestConfig config = Clips.plan().config().ingest();
        List<Long> painted = new ArrayList<>();
        List<Long> counted = new ArrayList<>();
        try (VideoSource source = VideoSource.open(Clips.first(), new SessionId("first"), config);
                ChunkDecoder decoder = new ChunkDecoder(config)) {
            while (source.hasNext()) {
                for (VideoChunk chunk : source.next().items()) {
                    decoder.accept(chunk, event -> read(event, painted, counted));
                }
            }
        }
        assertThat(painted).isEqualTo(ALL);
        assertThat(counted).isEqualTo(ALL);
    }

    private static void read(FrameEvent event, List<Long> painted, List<Long> counted) {
        VideoFrame frame = (VideoFrame) event;
        painted.add(FrameStrip.read(frame.rgb(), frame.size()).orElseThrow());
        counted.add(frame.frameIndex());
    }

    @Test
    void framesAndGapsOfARunCoverTheRecordingExactlyOnce() {
        Dataset dataset = Clips.direct();
        assertThat(dataset.sessions()).extracting(SessionId::value).containsExactly("first", "second");
        for (SessionId session : dataset.sessions()) {
            assertThat(accounted(dataset, session)).as(session.value()).isEqualTo(ALL);
        }
    }

    /** Numbers of the frames that have a row, or lie in a gap of a stage that makes frames; sorted. */
    static List<Long> accounted(Dataset dataset, SessionId session) {
        List<Long> numbers = new ArrayList<>();
        try (RowCursor frames = dataset.rows("frames", session)) {
            frames.forEachRemaining(row -> numbers.add(row.number("frame_index")));
        }
        try (RowCursor gaps = dataset.rows("gaps", session)) {
            while (gaps.hasNext()) {
                Row gap = gaps.next();
                String stage = gap.text("stage");
                if (stage.equals("ingest") || stage.equals("perception")) {
                    long first = gap.number("first_frame_index");
                    LongStream.range(first, first + gap.number("frame_count")).forEach(numbers::add);
                }
            }
        }
        numbers.sort(null);
        return numbers;
    }
}
