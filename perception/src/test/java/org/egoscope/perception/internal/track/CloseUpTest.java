package org.egoscope.perception.internal.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.egoscope.core.geometry.ImagePoint;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Mask;
import org.junit.jupiter.api.Test;

class CloseUpTest {
    private static final ImageSize SIZE = PaintedScene.SIZE;

    private static CloseUpPlace.Small small(int x, int y, int side, double worth) {
        return new CloseUpPlace.Small(new int[] {x, y, x + side, y + side}, worth);
    }

    @Test
    void itShowsTheMostThingsByWorth() {
        List<CloseUpPlace.Small> things = List.of(small(20, 20, 8, 1), small(180, 100, 8, 1), small(200, 110, 8, 1), small(60, 30, 8, 0.5));
        CloseUpPlace place = CloseUpPlace.around(SIZE, things, 1);
        assertThat(place).isNotNull();
        assertThat(place.size()).isEqualTo(new ImageSize(128, 72));
        assertThat(things.stream().map(thing -> place.shows(thing.box()))).containsExactly(false, true, true, false);
    }

    @Test
    void nothingIsWorthACloseUpWhereThereIsNothingSmall() {
        assertThat(CloseUpPlace.around(SIZE, List.of(), 1)).isNull();
        assertThat(CloseUpPlace.around(SIZE, List.of(small(20, 20, 8, 0.5)), 1)).isNull();
        assertThat(CloseUpPlace.around(SIZE, List.of(small(20, 20, 40, 5)), 1)).as("a thing of %d pixels", 1600).isNull();
    }

    @Test
    void aThingAtThePicturesBorderIsShownAndOneAtItsOwnIsNot() {
        CloseUpPlace corner = new CloseUpPlace(SIZE, 0, 0, new ImageSize(128, 72));
        assertThat(corner.shows(new int[] {0, 0, 8, 8})).isTrue();
        assertThat(corner.shows(new int[] {119, 10, 127, 18})).isFalse();
        assertThat(corner.shows(new int[] {110, 10, 118, 18})).isTrue();
        assertThat(corner.shows(new int[] {130, 10, 138, 18})).isFalse();
    }

    @Test
    void itsMasksLieWhereTheThingsAreInThePicture() {
        PaintedScene scene = new PaintedScene()
                .with(200, 40, 40, PaintedScene.disc(150, 80, 5, 0, 0))
                .with(40, 60, 190, PaintedScene.box(60, 60, 60, 30, 0, 0));
        ByteBuffer rgb = scene.frame(0).rgb();
        FloodSegmenter flood = new FloodSegmenter();
        CloseUpPlace place = new CloseUpPlace(SIZE, 90, 40, new ImageSize(128, 72));
        try (CloseUp part = CloseUp.of(flood, rgb, SIZE, place, CloseUp.room(SIZE))) {
            Question disc = Question.boxed(new ImagePoint(150.5, 80.5), new int[] {145, 75, 156, 86});
            Question cut = Question.click(new ImagePoint(110.5, 70.5), new int[] {100, 65, 115, 80});
            assertThat(part.shows(disc)).isTrue();
            List<List<MaskAnswer>> answers = part.answer(List.of(disc, cut));
            assertThat(answers.get(0).get(1).mask()).isEqualTo(scene.truth(0, 0));
            assertThat(answers.get(0).get(1).cutOff()).isFalse();
            Mask seen = answers.get(1).get(1).mask();
            assertThat(seen.area()).as("what the close-up shows of the box").isEqualTo(30 * 30);
            assertThat(seen.intersectionArea(scene.truth(1, 0))).isEqualTo(30 * 30);
            assertThat(answers.get(1).get(1).cutOff()).isTrue();
        }
        assertThat(flood.open).isZero();
    }
}
