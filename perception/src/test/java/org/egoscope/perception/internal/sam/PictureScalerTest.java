package org.egoscope.perception.internal.sam;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.egoscope.core.geometry.ImageSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureScalerTest {
    private static ByteBuffer noise(int width, int height, long seed) {
        byte[] bytes = new byte[width * height * 3];
        new Random(seed).nextBytes(bytes);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    private static byte[] scaled(ByteBuffer rgb, int start, int stride, ImageSize from, ImageSize to) {
        byte[] result = new byte[to.width() * to.height() * 3];
        new PictureScaler(from.width(), from.height(), to.width(), to.height())
                .scale(rgb, start, stride, (y, row) -> System.arraycopy(row, 0, result, y * row.length, row.length));
        return result;
    }

    /** Triangle filter of the reduction's width, in doubles, with rounding to whole values after each axis. */
    private static double[][] plain(ByteBuffer rgb, int width, int height, int toWidth, int toHeight, int channel) {
        double[][] rows = new double[height][toWidth];
        for (int y = 0; y < height; y++) {
            double[] row = new double[width];
            for (int x = 0; x < width; x++) {
                row[x] = rgb.get((y * width + x) * 3 + channel) & 255;
            }
            rows[y] = filtered(row, toWidth);
        }
        double[][] result = new double[toHeight][toWidth];
        for (int x = 0; x < toWidth; x++) {
            double[] column = new double[height];
            for (int y = 0; y < height; y++) {
                column[y] = rows[y][x];
            }
            double[] mixed = filtered(column, toHeight);
            for (int y = 0; y < toHeight; y++) {
                result[y][x] = mixed[y];
            }
        }
        return result;
    }

    private static double[] filtered(double[] values, int count) {
        double scale = (double) values.length / count;
        double reach = Math.max(1, scale);
        double[] result = new double[count];
        for (int i = 0; i < count; i++) {
            double sum = 0;
            double total = 0;
            for (int k = 0; k < values.length; k++) {
                double weight = Math.max(0, 1 - Math.abs(k + 0.5 - (i + 0.5) * scale) / reach);
                sum += weight * values[k];
                total += weight;
            }
            result[i] = Math.floor(sum / total + 0.5);
        }
        return result;
    }

    @ParameterizedTest
    @CsvSource({"40, 30, 64, 48", "64, 48, 19, 14", "33, 50, 33, 20", "17, 9, 63, 35", "1, 1, 8, 8"})
    void bytesEqualATriangleFilterInDoublesButForTies(int width, int height, int toWidth, int toHeight) {
        ByteBuffer rgb = noise(width, height, width);
        byte[] got = scaled(rgb, 0, width * 3, new ImageSize(width, height), new ImageSize(toWidth, toHeight));
        int different = 0;
        for (int channel = 0; channel < 3; channel++) {
            double[][] expected = plain(rgb, width, height, toWidth, toHeight, channel);
            for (int i = 0; i < toWidth * toHeight; i++) {
                double off = Math.abs((got[i * 3 + channel] & 255) - expected[i / toWidth][i % toWidth]);
                assertThat(off).isLessThanOrEqualTo(1);
                different += off > 0 ? 1 : 0;
            }
        }
        assertThat(different).as("bytes rounded the other way").isLessThanOrEqualTo(got.length / 500);
    }

    @Test
    void sameSizeIsTheSamePicture() {
        ByteBuffer rgb = noise(31, 17, 5);
        byte[] expected = new byte[rgb.capacity()];
        rgb.get(0, expected);
        assertThat(scaled(rgb, 0, 31 * 3, new ImageSize(31, 17), new ImageSize(31, 17))).isEqualTo(expected);
    }

    @Test
    void aPartIsScaledAsIfItWereAPictureOfItsOwn() {
        ByteBuffer whole = noise(50, 40, 6);
        ByteBuffer part = ByteBuffer.allocateDirect(20 * 10 * 3);
        for (int y = 0; y < 10; y++) {
            byte[] row = new byte[60];
            whole.get(((y + 7) * 50 + 11) * 3, row);
            part.put(row);
        }
        ImageSize from = new ImageSize(20, 10);
        ImageSize to = new ImageSize(64, 32);
        assertThat(scaled(whole, (7 * 50 + 11) * 3, 150, from, to)).isEqualTo(scaled(part.flip(), 0, 60, from, to));
    }

    @Test
    void theSquareIsNormalisedAndZeroBeyondThePicture() {
        ByteBuffer rgb = ByteBuffer.allocateDirect(20 * 10 * 3);
        for (int i = 0; i < 200; i++) {
            rgb.put((byte) 200).put((byte) 100).put((byte) 50);
        }
        ModelFrame frame = new ModelFrame(0, 0, 20, 10, 64);
        float[] squares = new float[3 * 64 * 64 * 3];
        Arrays.fill(squares, Float.NaN);
        frame.fill(rgb.flip(), 20, squares, 64 * 64 * 3);
        assertThat(Arrays.copyOf(squares, 64 * 64 * 3)).as("square before").containsOnly(Float.NaN);
        assertThat(Arrays.copyOfRange(squares, 2 * 64 * 64 * 3, squares.length)).as("square after").containsOnly(Float.NaN);
        float[] target = Arrays.copyOfRange(squares, 64 * 64 * 3, 2 * 64 * 64 * 3);
        for (int i = 0; i < 64 * 64; i++) {
            boolean inside = i / 64 < 32;
            assertThat(target[3 * i]).isEqualTo(inside ? (200 - 123.675f) / 58.395f : 0);
            assertThat(target[3 * i + 1]).isEqualTo(inside ? (100 - 116.28f) / 57.12f : 0);
            assertThat(target[3 * i + 2]).isEqualTo(inside ? (50 - 103.53f) / 57.375f : 0);
        }
        assertThat(frame.toSquareX(10)).isEqualTo(32);
        assertThat(frame.toSquareY(10)).isEqualTo(32);
    }
}
