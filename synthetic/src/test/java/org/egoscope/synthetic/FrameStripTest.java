package org.egoscope.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Random;
import org.egoscope.core.geometry.ImageSize;
import org.junit.jupiter.api.Test;

class FrameStripTest {
    private static final ImageSize SIZE = new ImageSize(512, 288);

    private static ByteBuffer picture(ImageSize size, Random random) {
        byte[] bytes = new byte[size.pixels() * 3];
        random.nextBytes(bytes);
        ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.length);
        buffer.put(0, bytes);
        return buffer;
    }

    @Test
    void everyNumberComesBackAtSeveralSizes() {
        for (ImageSize size : new ImageSize[] {SIZE, new ImageSize(1920, 1080), new ImageSize(416, 416), new ImageSize(101, 77)}) {
            ByteBuffer rgb = picture(size, new Random(1));
            for (int number = 0; number <= FrameStrip.MAX_NUMBER; number += 4093) {
                FrameStrip.draw(rgb, size, number);
                assertThat(FrameStrip.read(rgb, size)).as("%s number %d", size, number).hasValue(number);
            }
        }
    }

    @Test
    void survivesNoiseAndBlurAndFourfoldReduction() {
        Random random = new Random(7);
        ImageSize small = new ImageSize(128, 72);
        for (int number = 0; number < 600; number += 37) {
            ByteBuffer rgb = picture(SIZE, random);
            FrameStrip.draw(rgb, SIZE, number);
            ByteBuffer damaged = reduced(blurred(noisy(rgb, random), SIZE), SIZE, small);
            assertThat(FrameStrip.read(damaged, small)).as("seed 7, number %d", number).hasValue(number);
        }
    }

    private static ByteBuffer noisy(ByteBuffer rgb, Random random) {
        for (int i = 0; i < rgb.capacity(); i++) {
            int level = (rgb.get(i) & 255) + (int) (random.nextGaussian() * 25);
            rgb.put(i, (byte) Math.max(0, Math.min(255, level)));
        }
        return rgb;
    }

    private static ByteBuffer blurred(ByteBuffer rgb, ImageSize size) {
        ByteBuffer out = ByteBuffer.allocate(rgb.capacity());
        for (int y = 0; y < size.height(); y++) {
            for (int x = 0; x < size.width(); x++) {
                for (int c = 0; c < 3; c++) {
                    int sum = 0;
                    int count = 0;
                    for (int dy = -2; dy <= 2; dy++) {
                        for (int dx = -2; dx <= 2; dx++) {
                            int u = x + dx;
                            int v = y + dy;
                            if (u >= 0 && v >= 0 && u < size.width() && v < size.height()) {
                                sum += rgb.get((v * size.width() + u) * 3 + c) & 255;
                                count++;
                            }
                        }
                    }
                    out.put((y * size.width() + x) * 3 + c, (byte) (sum / count));
                }
            }
        }
        return out;
    }

    private static ByteBuffer reduced(ByteBuffer rgb, ImageSize from, ImageSize to) {
        ByteBuffer out = ByteBuffer.allocate(to.pixels() * 3);
        for (int y = 0; y < to.height(); y++) {
            for (int x = 0; x < to.width(); x++) {
                int at = (y * from.height() / to.height() * from.width() + x * from.width() / to.width()) * 3;
                for (int c = 0; c < 3; c++) {
                    out.put((y * to.width() + x) * 3 + c, rgb.get(at + c));
                }
            }
        }
        return out;
    }

    @Test
    void givesNoNumberForAPictureWithoutAStrip() {
        for (int seed = 0; seed < 200; seed++) {
            assertThat(FrameStrip.read(picture(new ImageSize(64, 48), new Random(seed)), new ImageSize(64, 48))).as("seed %d", seed).isEmpty();
        }
    }

    @Test
    void givesNoNumberWhenOneCellIsTurnedOver() {
        for (int cell = 0; cell < 32; cell++) {
            ByteBuffer rgb = picture(SIZE, new Random(3));
            FrameStrip.draw(rgb, SIZE, 12345);
            for (int y = 0; y < FrameStrip.height(SIZE); y++) {
                for (int x = cell * 16 * 3; x < (cell + 1) * 16 * 3; x++) {
                    int at = y * SIZE.width() * 3 + x;
                    rgb.put(at, (byte) (255 - (rgb.get(at) & 255)));
                }
            }
            assertThat(FrameStrip.read(rgb, SIZE)).as("cell %d", cell).isEmpty();
        }
    }

    @Test
    void refusesNumbersThatDoNotFit() {
        ByteBuffer rgb = picture(SIZE, new Random(1));
        assertThatThrownBy(() -> FrameStrip.draw(rgb, SIZE, 1 << 20)).hasMessageContaining("expected 0..1048575");
        assertThatThrownBy(() -> FrameStrip.draw(rgb, SIZE, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
