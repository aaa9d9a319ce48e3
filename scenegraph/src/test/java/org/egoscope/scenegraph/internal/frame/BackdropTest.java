package org.egoscope.scenegraph.internal.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Mask;
import org.junit.jupiter.api.Test;

/** Squares that glide over the picture at known speeds, 30 frames a second, for a second: the motion filter has settled by then. */
class BackdropTest {
    private static final ImageSize SIZE = new ImageSize(400, 300);
    private static final Offset<Double> TOLERANCE = Offset.offset(2.0);

    private static Thing gliding(long id, int x, int y, int pixelsPerFrame) {
        Track track = null;
        MaskShape shape = null;
        for (int frame = 0; frame < 30; frame++) {
            Moment moment = new Moment(frame, frame * 33_333_333L, (frame + 1) * 33_333_333L);
            track = track == null ? new Track(id, moment) : track;
            shape = square(x + frame * pixelsPerFrame, y);
            track.observe(moment, shape, SIZE, false, 0.5f);
        }
        return new Thing(track, shape);
    }

    private static MaskShape square(int left, int top) {
        byte[] bitmap = new byte[SIZE.pixels()];
        for (int y = top; y < top + 20; y++) {
            for (int x = left; x < left + 20; x++) {
                bitmap[y * SIZE.width() + x] = 1;
            }
        }
        return new MaskShape(Mask.ofBitmap(SIZE, bitmap));
    }

    private static List<Thing> things(int still, int gliding) {
        List<Thing> things = new ArrayList<>();
        for (int i = 0; i < still; i++) {
            things.add(gliding(i + 1, 100 + 30 * i, 40, 0));
        }
        for (int i = 0; i < gliding; i++) {
            things.add(gliding(i + 101, 100 + 30 * i, 100, 2));
        }
        return things;
    }

    @Test
    void whatDriftsWithEverythingDoesNotMove() {
        List<Thing> things = things(0, 6);
        Backdrop backdrop = Backdrop.around(200, 100, 200, things, SIZE);
        assertThat(backdrop.velocityX()).as("2 pixels a frame at 30 frames/s").isCloseTo(60, TOLERANCE);
        assertThat(things.get(2).track().motion().speed()).isCloseTo(60, TOLERANCE);
        assertThat(things.get(2).track().motion().ownSpeed(backdrop)).isCloseTo(0, TOLERANCE);
    }

    @Test
    void whatMovesAmongThingsAtRestMoves() {
        List<Thing> things = things(5, 2);
        Backdrop backdrop = Backdrop.around(200, 100, 200, things, SIZE);
        assertThat(things.get(5).track().motion().ownSpeed(backdrop)).isCloseTo(60, TOLERANCE);
    }

    @Test
    void fewThingsSayNothing() {
        assertThat(Backdrop.around(200, 100, 200, things(0, 4), SIZE)).isEqualTo(Backdrop.STILL);
        assertThat(Backdrop.around(0, 290, 20, things(0, 6), SIZE)).as("none of them is near").isEqualTo(Backdrop.STILL);
    }
}
