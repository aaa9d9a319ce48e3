package org.egoscope.synthetic.internal.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Embedding;
import org.egoscope.core.observation.Instance;
import org.egoscope.core.observation.Mask;
import org.egoscope.synthetic.SceneInstance;
import org.junit.jupiter.api.Test;

/** Runs of masks whose overlaps are known by construction. */
class TrackScoreTest {
    private static final ImageSize SIZE = new ImageSize(20, 10);
    private static final List<SceneInstance> SCENE = List.of(
            new SceneInstance(2, "cup", SceneInstance.Kind.OBJECT),
            new SceneInstance(3, "board", SceneInstance.Kind.OBJECT),
            new SceneInstance(4, "table", SceneInstance.Kind.FURNITURE));

    /** Columns from..to of the picture. */
    private static Instance columns(long id, int from, int to) {
        byte[] bitmap = new byte[SIZE.pixels()];
        for (int p = 0; p < bitmap.length; p++) {
            bitmap[p] = (byte) (p % SIZE.width() >= from && p % SIZE.width() < to ? 1 : 0);
        }
        Mask mask = Mask.ofBitmap(SIZE, bitmap);
        return new Instance(id, Instance.UNKNOWN, 0, mask, mask.boundingBox(), 1, 1, "test", "", Embedding.NONE);
    }

    @Test
    void aTrackThatIsStillGoodEnoughIsKeptBesideABetterOne() {
        TrackScore score = new TrackScore(SCENE);
        score.add(List.of(columns(2, 0, 10)), List.of(columns(7, 0, 6)));
        score.add(List.of(columns(2, 0, 10)), List.of(columns(7, 0, 6), columns(8, 0, 10)));
        assertThat(score.values()).containsEntry("identity_switches", 0.0);
        assertThat(score.values().get("iou_over_time")).isCloseTo(0.6, within(1e-9));
    }

    @Test
    void aChangeOfTheTrackIsASwitchAndAGapWhileVisibleIsAFragment() {
        TrackScore score = new TrackScore(SCENE);
        List<Instance> truth = List.of(columns(2, 0, 10));
        score.add(truth, List.of(columns(7, 0, 10)));
        score.add(truth, List.of());
        score.add(truth, List.of(columns(8, 0, 10)));
        score.add(List.of(), List.of());
        score.add(truth, List.of(columns(8, 0, 10)));
        assertThat(score.values())
                .containsEntry("identity_switches", 1.0)
                .containsEntry("fragmentations", 1.0)
                .containsEntry("matched_share", 0.75)
                .containsEntry("tracks_born", 2.0)
                .containsEntry("tracks_died", 1.0);
    }

    @Test
    void theIdentityScoreGivesEachObjectOneTrackAndEachTrackOneObject() {
        TrackScore score = new TrackScore(SCENE);
        // Track 7 is the cup in 3 frames and the board in 1, track 8 the cup in 1: 3 of 5 frames agree with one track per object.
        for (int i = 0; i < 3; i++) {
            score.add(List.of(columns(2, 0, 10)), List.of(columns(7, 0, 10)));
        }
        score.add(List.of(columns(2, 0, 10), columns(3, 10, 20)), List.of(columns(8, 0, 10), columns(7, 10, 20)));
        assertThat(score.values().get("id_recall")).isCloseTo(0.6, within(1e-9));
        assertThat(score.values().get("id_precision")).isCloseTo(0.6, within(1e-9));
        assertThat(score.values().get("idf1")).isCloseTo(0.6, within(1e-9));
    }

    @Test
    void oneTrackIsNotTwoObjectsAtOnceAndFurnitureIsNotAskedFor() {
        TrackScore score = new TrackScore(SCENE);
        score.add(List.of(columns(2, 0, 10), columns(3, 0, 11), columns(4, 0, 20)), List.of(columns(7, 0, 10), columns(9, 0, 20)));
        assertThat(score.objects()).hasSize(2);
        assertThat(score.values()).containsEntry("matched_share", 1.0);
        assertThat(score.objects().get(0).tracks()).containsOnlyKeys(7L);
        assertThat(score.objects().get(1).tracks()).containsOnlyKeys(9L);
    }
}
