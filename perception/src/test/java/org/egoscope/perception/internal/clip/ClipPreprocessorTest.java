package org.egoscope.perception.internal.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.perception.internal.clip.ClipPreprocessor.Part;
import org.egoscope.perception.internal.sam.PictureScaler;
import org.egoscope.perception.internal.sam.PictureScaler.Kernel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClipPreprocessorTest {
    private static final int WIDTH = 53;
    private static final int HEIGHT = 37;

    private static ByteBuffer picture() {
        ByteBuffer rgb = ByteBuffer.allocate(WIDTH * HEIGHT * 3);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                for (int c = 0; c < 3; c++) {
                    rgb.put((byte) (x * 7 + y * 13 + c * 31 + x * y % 17 * 9));
                }
            }
        }
        return rgb.flip();
    }

    /** Check sums of what Pillow 12.3 makes of this picture with its BICUBIC filter. */
    @ParameterizedTest
    @CsvSource({"31, 22, 1172739167", "16, 16, 1383532670", "80, 56, 4046836291", "53, 11, 2458576643"})
    void scaleToTheVeryBytesOfPillow(int width, int height, long expected) {
        CRC32 crc = new CRC32();
        new PictureScaler(Kernel.CUBIC, WIDTH, HEIGHT, width, height).scale(picture(), 0, WIDTH * 3, (y, row) -> crc.update(row));
        assertThat(crc.getValue()).isEqualTo(expected);
    }

    /** A picture of the model's height: nothing is scaled, (53 - 37) / 2 columns are left out at the left. */
    @Test
    void takeTheMiddleAndNormaliseEachChannel() {
        double[] mean = {0.5, 0.25, 0.1};
        double[] deviation = {0.5, 0.2, 0.3};
        float[] values = new float[5 + 3 * HEIGHT * HEIGHT];
        new ClipPreprocessor(HEIGHT, mean, deviation).prepare(picture(), WIDTH, new Part(0, 0, WIDTH, HEIGHT), values, 5);
        ByteBuffer rgb = picture();
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < HEIGHT * HEIGHT; i++) {
                double value = (rgb.get((i / HEIGHT * WIDTH + 8 + i % HEIGHT) * 3 + c) & 0xff) / 255.0;
                assertThat((double) values[5 + c * HEIGHT * HEIGHT + i]).isCloseTo((value - mean[c]) / deviation[c], within(1e-5));
            }
        }
    }

    @Test
    void takeAPartOfAPicture() {
        Part part = new Part(20, 10, 6, 6);
        float[] values = new float[3 * 36];
        new ClipPreprocessor(6, new double[3], new double[] {1, 1, 1}).prepare(picture(), WIDTH, part, values, 0);
        ByteBuffer rgb = picture();
        for (int i = 0; i < values.length; i++) {
            int place = ((10 + i / 6 % 6) * WIDTH + 20 + i % 6) * 3 + i / 36;
            assertThat((double) values[i]).isCloseTo((rgb.get(place) & 0xff) / 255.0, within(1e-6));
        }
    }

    @Test
    void putASquareAroundAThingWithinThePicture() {
        assertThat(ClipPreprocessor.around(new BoundingBox(40, 50, 20, 10), 100, 100)).isEqualTo(new Part(39, 44, 23, 23));
        assertThat(ClipPreprocessor.around(new BoundingBox(0, 0, 20, 10), 100, 100)).isEqualTo(new Part(0, 0, 23, 23));
        assertThat(ClipPreprocessor.around(new BoundingBox(95, 90, 5, 10), 100, 100)).isEqualTo(new Part(88, 88, 12, 12));
        assertThat(ClipPreprocessor.around(new BoundingBox(0, 0, 100, 60), 100, 60)).isEqualTo(new Part(0, 0, 100, 60));
        assertThat(ClipPreprocessor.around(new BoundingBox(7, 7, 0, 0), 100, 60)).isEqualTo(new Part(7, 7, 1, 1));
    }
}
