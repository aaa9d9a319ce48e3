package org.egoscope.app.segmentation;

import static org.assertj.core.api.Assertions.assertThat;

import org.egoscope.core.geometry.ImageSize;
import org.junit.jupiter.api.Test;

class LabelledPictureTest {
    private static final LabelledPicture.Rules RULES = new LabelledPicture.Rules(64, 30, 0.3);

    /** An upright picture of 40 x 20, laid on its side as the sensor has it: the upright top row is the sensor's first column read upwards. */
    private static LabelledPicture.Raw lying(long[] upright) {
        int width = 40;
        int height = 20;
        long[] ids = new long[upright.length];
        byte[] rgb = new byte[upright.length * 3];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = (width - 1 - x) * height + y;
                ids[at] = upright[y * width + x];
                rgb[at * 3] = (byte) upright[y * width + x];
            }
        }
        return new LabelledPicture.Raw("test", new ImageSize(height, width), rgb, ids);
    }

    private static long[] upright() {
        long[] ids = new long[800];
        fill(ids, 7, 5, 3, 12, 9);
        fill(ids, 8, 30, 10, 5, 5);
        fill(ids, 9, 0, 12, 40, 8);
        return ids;
    }

    private static void fill(long[] ids, long id, int left, int top, int width, int height) {
        for (int y = top; y < top + height; y++) {
            for (int x = left; x < left + width; x++) {
                ids[y * 40 + x] = id;
            }
        }
    }

    @Test
    void standsUprightAndCountsOnlyObjectsOfTheRightSize() {
        LabelledPicture picture = LabelledPicture.of(lying(upright()), RULES);
        assertThat(picture.size()).isEqualTo(new ImageSize(40, 20));
        assertThat(picture.objects()).hasSize(1);
        TrueObject object = picture.objects().get(0);
        assertThat(object.id()).isEqualTo(7);
        assertThat(object.mask().area()).isEqualTo(12 * 9);
        assertThat(object.box().x()).isEqualTo(5);
        assertThat(object.box().y()).isEqualTo(3);
        assertThat(picture.rgb().get((3 * 40 + 5) * 3)).isEqualTo((byte) 7);
        assertThat(picture.rgb().get((2 * 40 + 5) * 3)).isEqualTo((byte) 0);
    }

    @Test
    void theCentreIsTheInnermostPixel() {
        byte[] bitmap = new byte[30 * 30];
        for (int p = 0; p < bitmap.length; p++) {
            int x = p % 30;
            int y = p / 30;
            boolean square = x >= 3 && x < 14 && y >= 10 && y < 21;
            boolean tail = x >= 14 && x < 29 && y == 15;
            bitmap[p] = (byte) (square || tail ? 1 : 0);
        }
        assertThat(LabelledPicture.centre(bitmap, new ImageSize(30, 30)).x()).isEqualTo(8.5);
        assertThat(LabelledPicture.centre(bitmap, new ImageSize(30, 30)).y()).isEqualTo(15.5);
    }
}
