package org.egoscope.ingest.internal.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GopCutterTest {
    private final List<CodedFrame> coded = new ArrayList<>();

    /** Adds a packet; decode stamps follow the order of adding, a frame or two before the presentation stamps. */
    private void packet(long pts, boolean key) {
        long ordinal = coded.size();
        coded.add(new CodedFrame(ordinal, pts, ordinal - 2, 1, key, true, ordinal * 100, new byte[] {(byte) ordinal}));
    }

    private List<Cut> cut(int maxFrames, long maxTicks) {
        GopCutter cutter = new GopCutter(maxFrames, maxTicks, true);
        List<Cut> cuts = new ArrayList<>();
        for (CodedFrame frame : coded) {
            cutter.add(frame);
            for (Cut cut = cutter.poll(); cut != null; cut = cutter.poll()) {
                cuts.add(cut);
            }
        }
        cutter.finish();
        for (Cut cut = cutter.poll(); cut != null; cut = cutter.poll()) {
            cuts.add(cut);
        }
        return cuts;
    }

    @Test
    void putsLeadingPicturesOfAnOpenGopIntoTheChunkBeforeTheirKeyFrame() {
        // Decode order I0 P2 B1 | I5 B3 B4 P7 B6: pictures 3 and 4 need both key frames.
        long[] order = {0, 2, 1, 5, 3, 4, 7, 6};
        for (long pts : order) {
            packet(pts, pts == 0 || pts == 5);
        }
        List<Cut> cuts = cut(5, 1000);
        assertThat(cuts).hasSize(2);
        assertThat(cuts.get(0).pts()).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(cuts.get(0).keyPts()).isZero();
        assertThat(cuts.get(0).packets()).extracting(CodedFrame::pts).containsExactly(0L, 2L, 1L, 5L, 3L, 4L);
        assertThat(cuts.get(1).pts()).containsExactly(5L, 6L, 7L);
        assertThat(cuts.get(1).keyPts()).isEqualTo(5);
        assertThat(cuts.get(1).leadInFrames()).isZero();
    }

    @Test
    void countsTheLeadInOfTheLaterPartsOfALongGop() {
        for (int i = 0; i < 25; i++) {
            packet(i, i == 0);
        }
        List<Cut> cuts = cut(10, 1000);
        assertThat(cuts).extracting(cut -> cut.pts().size()).containsExactly(10, 10, 5);
        assertThat(cuts).extracting(Cut::leadInFrames).containsExactly(0, 10, 20);
        assertThat(cuts.get(2).packets()).hasSize(25);
    }

    @Test
    void groupsShortGopsUpToTheLimitsOfFramesAndTime() {
        for (int i = 0; i < 30; i++) {
            packet(i, i % 4 == 0);
        }
        assertThat(cut(10, 1000)).extracting(cut -> cut.pts().size()).containsExactly(8, 8, 8, 6);
        assertThat(cut(64, 13)).extracting(cut -> cut.pts().size()).containsExactly(12, 12, 6);
    }

    @Test
    void countsPacketsBeforeTheFirstKeyFrame() {
        for (int i = 0; i < 12; i++) {
            packet(i + 40, i == 5);
        }
        Cut cut = cut(64, 1000).get(0);
        assertThat(cut.framesBeforeKey()).isEqualTo(5);
        assertThat(cut.framesBeforeKeyPts()).isEqualTo(40);
        assertThat(cut.firstFrameIndex()).isEqualTo(5);
        assertThat(cut.pts()).containsExactly(45L, 46L, 47L, 48L, 49L, 50L, 51L);
    }

    @Test
    void makesRepeatedStampsRise() {
        for (long pts : new long[] {0, 10, 10, 10, 20}) {
            packet(pts, pts == 0);
        }
        assertThat(cut(64, 1000).get(0).pts()).containsExactly(0L, 10L, 11L, 12L, 20L);
    }

    @Test
    void losesAndRepeatsNothingForAnyOrder() {
        for (int seed = 0; seed < 200; seed++) {
            coded.clear();
            Random random = new Random(seed);
            int frames = 1 + random.nextInt(150);
            int next = 0;
            while (next < frames) {
                // A reference, then up to three pictures shown before it.
                int group = Math.min(frames - next, 1 + random.nextInt(4));
                packet(next + group - 1, next == 0 && group == 1 || random.nextInt(6) == 0 || coded.isEmpty());
                for (int i = 0; i < group - 1; i++) {
                    packet(next + i, false);
                }
                next += group;
            }
            assertSound(cut(1 + random.nextInt(64), 1 + random.nextInt(100)), frames, seed);
        }
    }

    private static void assertSound(List<Cut> cuts, int frames, int seed) {
        long index = 0;
        for (Cut cut : cuts) {
            assertThat(cut.firstFrameIndex()).as("seed %d", seed).isEqualTo(index);
            for (long pts : cut.pts()) {
                assertThat(pts).as("seed %d", seed).isEqualTo(index++);
            }
            assertThat(cut.packets().get(0).key()).as("seed %d", seed).isTrue();
            List<Long> available = cut.packets().stream().map(CodedFrame::pts).toList();
            assertThat(available).as("seed %d", seed).containsAll(cut.pts());
            long leadIn = available.stream().filter(pts -> pts >= cut.keyPts() && pts < cut.pts().get(0)).count();
            assertThat((long) cut.leadInFrames()).as("seed %d", seed).isEqualTo(leadIn);
        }
        assertThat(index).as("seed %d", seed).isEqualTo(frames);
    }
}
