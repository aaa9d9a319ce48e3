package org.egoscope.perception.internal.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.egoscope.core.observation.BoundingBox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A picture that slides by a known path: displacement and carried masks have a closed form. */
class MotionFieldTest {
    private static final int WIDTH = 192;
    private static final int HEIGHT = 128;

    @ParameterizedTest(name = "{0}, {1} pixels per frame")
    @CsvSource({"0, 0", "2, 0", "-3, 1", "4, -4", "1.5, 2.5"})
    void masksMoveWithThePicture(double speedX, double speedY) {
        try (MotionField field = new MotionField(WIDTH, HEIGHT);
                PointerScope scope = new PointerScope()) {
            field.advance(picture(0, 0));
            field.restartHere();
            int frames = 6;
            for (int f = 1; f <= frames; f++) {
                field.advance(picture(speedX * f, speedY * f));
            }
            double dx = speedX * frames;
            double dy = speedY * frames;
            assertThat((double) field.meanMotion()).isCloseTo(Math.hypot(dx, dy) / WIDTH, within(0.02));
            BoundingBox moved = field.moved(new BoundingBox(80, 50, 30, 30));
            assertThat((double) moved.x()).isCloseTo(80 + dx, within(1.0));
            assertThat((double) moved.y()).isCloseTo(50 + dy, within(1.0));
            assertThat(wrongPixels(field, dx, dy)).as("share of pixels of the carried square that differ").isLessThan(0.08);
        }
    }

    @Test
    void whatWasOutsideTheKeyFrameIsUnseenAndWhatMovedAsSaidIsTrusted() {
        try (MotionField field = new MotionField(WIDTH, HEIGHT);
                PointerScope scope = new PointerScope()) {
            field.advance(picture(0, 0));
            field.restartHere();
            int moved = 16;
            for (int shift = 4; shift <= moved; shift += 4) {
                field.advance(picture(shift, 0));
            }
            long[] key = new long[WIDTH * HEIGHT];
            long[] carried = new long[WIDTH * HEIGHT];
            for (int p = 0; p < key.length; p++) {
                key[p] = inSquare(p % WIDTH, p / WIDTH) ? 1 : 0;
            }
            field.carry(key, carried);
            int unseen = 0;
            for (int y = 0; y < HEIGHT; y++) {
                for (int x = 0; x < moved - 4; x++) {
                    unseen += carried[y * WIDTH + x] == MaskPlanes.UNSEEN ? 1 : 0;
                }
            }
            assertThat(unseen / (double) ((moved - 4) * HEIGHT)).as("share unseen where the picture came into view").isGreaterThan(0.9);
            float[] trust = new float[1];
            field.trust(carried, trust);
            assertThat(trust[0]).as("trust in a mask that moved with its pixels").isGreaterThan(0.9f);
            field.advance(picture(200, 100));
            field.carry(key, carried);
            assertThat(field.brokenShare()).as("after a cut").isGreaterThan(0.3f);
        }
    }

    private static double wrongPixels(MotionField field, double dx, double dy) {
        long[] key = new long[WIDTH * HEIGHT];
        long[] carried = new long[WIDTH * HEIGHT];
        for (int p = 0; p < key.length; p++) {
            key[p] = inSquare(p % WIDTH, p / WIDTH) ? 1 : 0;
        }
        field.carry(key, carried);
        int wrong = 0;
        for (int p = 0; p < key.length; p++) {
            long expected = inSquare(p % WIDTH - (int) Math.round(dx), p / WIDTH - (int) Math.round(dy)) ? 1 : 0;
            wrong += expected != (carried[p] & ~MaskPlanes.UNSEEN) ? 1 : 0;
        }
        return wrong / (40.0 * 40.0);
    }

    private static boolean inSquare(int x, int y) {
        return x >= 70 && x < 110 && y >= 40 && y < 80;
    }

    /** Sums of waves, so that any part of a pixel can be shifted exactly. */
    static Mat picture(double dx, double dy) {
        Random random = new Random(3);
        double[] waves = random.doubles(60).toArray();
        byte[] rgb = new byte[WIDTH * HEIGHT * 3];
        for (int p = 0; p < WIDTH * HEIGHT; p++) {
            double x = p % WIDTH - dx;
            double y = p / WIDTH - dy;
            double value = 128;
            for (int w = 0; w < 15; w++) {
                double fx = (waves[w * 4] - 0.5) * 0.5;
                double fy = (waves[w * 4 + 1] - 0.5) * 0.5;
                value += 14 * Math.sin(fx * x + fy * y + waves[w * 4 + 2] * 6.3);
            }
            byte grey = (byte) Math.max(0, Math.min(255, value));
            rgb[p * 3] = grey;
            rgb[p * 3 + 1] = grey;
            rgb[p * 3 + 2] = grey;
        }
        Mat mat = new Mat(HEIGHT, WIDTH, opencv_core.CV_8UC3);
        new BytePointer(mat.data()).put(rgb, 0, rgb.length);
        return mat;
    }
}
