package org.egoscope.perception.internal.people;

import java.nio.ByteBuffer;
import org.egoscope.core.geometry.ImageSize;

/** Replaces boxes of a picture by a few cells of one colour each: so few that no face can be known again. */
public final class Mosaic {
    /** Cells on a side of the box. */
    static final int CELLS = 4;

    private Mosaic() {}

    /** @param box left, top, right, bottom, pixels; every pixel it touches is replaced, those outside the picture are left out */
    public static void cover(ByteBuffer rgb, ImageSize size, float[] box) {
        int left = Math.max(0, (int) Math.floor(box[0]));
        int top = Math.max(0, (int) Math.floor(box[1]));
        int right = Math.min(size.width(), (int) Math.ceil(box[2]));
        int bottom = Math.min(size.height(), (int) Math.ceil(box[3]));
        for (int row = 0; row < CELLS && top < bottom; row++) {
            int y0 = top + (bottom - top) * row / CELLS;
            int y1 = top + (bottom - top) * (row + 1) / CELLS;
            for (int column = 0; column < CELLS && left < right; column++) {
                int x0 = left + (right - left) * column / CELLS;
                int x1 = left + (right - left) * (column + 1) / CELLS;
                flatten(rgb, size.width(), new int[] {x0, y0, x1, y1});
            }
        }
    }

    private static void flatten(ByteBuffer rgb, int width, int[] cell) {
        int pixels = (cell[2] - cell[0]) * (cell[3] - cell[1]);
        for (int c = 0; c < 3 && pixels > 0; c++) {
            long sum = 0;
            for (int y = cell[1]; y < cell[3]; y++) {
                for (int x = cell[0]; x < cell[2]; x++) {
                    sum += rgb.get((y * width + x) * 3 + c) & 0xff;
                }
            }
            byte mean = (byte) (sum / pixels);
            for (int y = cell[1]; y < cell[3]; y++) {
                for (int x = cell[0]; x < cell[2]; x++) {
                    rgb.put((y * width + x) * 3 + c, mean);
                }
            }
        }
    }
}
