package org.egoscope.perception.internal.track;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_video.DISOpticalFlow;
import org.egoscope.core.Shape;
import org.egoscope.core.observation.BoundingBox;

/**
 * Where each pixel of the present picture was in the last key frame: dense flow (DIS, Kroeger et al. 2016) from frame to frame, composed.
 * Masks are then sampled once from the key frame's, so they do not fray with every step.
 *
 * <p>Flow is computed at half size, the composed displacement kept on a grid of 4 pixels in 1/64 pixel, which is also what a snapshot
 * holds: the state is exact and small.
 */
final class MotionField implements AutoCloseable {
    private static final int STEP = 4;
    private static final float UNITS_PER_PIXEL = 64;

    /** Of a box's surroundings; a median of more is no better. */
    private static final int MOST_SAMPLES = 300;

    /** Grey levels by which a pixel may differ from where it came from: noise, shading and half a pixel on an edge. */
    private static final int BROKEN_LEVELS = 28;

    private final int width;
    private final int height;
    private final int halfWidth;
    private final int halfHeight;
    private final int columns;
    private final int rows;
    private final DISOpticalFlow flow;
    private final byte[] grey;
    private final byte[] previousGrey;
    private final byte[] keyGrey;
    private final float[] flowXy;
    private short[] shiftX;
    private short[] shiftY;
    private short[] nextX;
    private short[] nextY;
    private final boolean[] broken;
    /** Of each pixel of a row, the grid column to its left and how far it is towards the next. */
    private final int[] columnOf;
    private final float[] fractionOf;
    private final float[] lineX;
    private final float[] lineY;
    private boolean started;

    MotionField(int width, int height) {
        this.width = width;
        this.height = height;
        halfWidth = Math.max(16, width / 2);
        halfHeight = Math.max(16, height / 2);
        columns = (width + STEP - 1) / STEP;
        rows = (height + STEP - 1) / STEP;
        flow = DISOpticalFlow.create(DISOpticalFlow.PRESET_ULTRAFAST);
        flow.setFinestScale(1);
        grey = new byte[halfWidth * halfHeight];
        previousGrey = new byte[halfWidth * halfHeight];
        keyGrey = new byte[halfWidth * halfHeight];
        broken = new boolean[columns * rows];
        columnOf = new int[width];
        fractionOf = new float[width];
        for (int x = 0; x < width; x++) {
            float column = Math.max(0, Math.min(columns - 1, (x - STEP / 2f + 0.5f) / STEP));
            columnOf[x] = (int) column;
            fractionOf[x] = column - (int) column;
        }
        lineX = new float[columns + 1];
        lineY = new float[columns + 1];
        flowXy = new float[halfWidth * halfHeight * 2];
        shiftX = new short[columns * rows];
        shiftY = new short[columns * rows];
        nextX = new short[columns * rows];
        nextY = new short[columns * rows];
    }

    /** Takes the next picture into account. */
    void advance(Mat rgb) {
        try (PointerScope scope = new PointerScope()) {
            Mat small = new Mat();
            Mat current = new Mat();
            opencv_imgproc.resize(rgb, small, new Size(halfWidth, halfHeight), 0, 0, opencv_imgproc.INTER_AREA);
            opencv_imgproc.cvtColor(small, current, opencv_imgproc.COLOR_RGB2GRAY);
            new BytePointer(current.data()).get(grey);
            if (started) {
                Mat previous = new Mat(halfHeight, halfWidth, opencv_core.CV_8UC1, new BytePointer(previousGrey));
                Mat result = new Mat();
                flow.calc(current, previous, result);
                new FloatPointer(result.data()).get(flowXy);
            }
        }
        if (started) {
            compose();
            compareWithKey();
        }
        System.arraycopy(grey, 0, previousGrey, 0, grey.length);
        started = true;
    }

    private void compose() {
        float scaleX = (float) width / halfWidth;
        float scaleY = (float) height / halfHeight;
        for (int r = 0; r < rows; r++) {
            int fy = Math.min(halfHeight - 1, (int) ((r * STEP + STEP / 2) / scaleY));
            for (int c = 0; c < columns; c++) {
                int fx = Math.min(halfWidth - 1, (int) ((c * STEP + STEP / 2) / scaleX));
                float dx = flowXy[(fy * halfWidth + fx) * 2] * scaleX;
                float dy = flowXy[(fy * halfWidth + fx) * 2 + 1] * scaleY;
                float column = c + dx / STEP;
                float row = r + dy / STEP;
                nextX[r * columns + c] = toUnits(dx + sample(shiftX, column, row));
                nextY[r * columns + c] = toUnits(dy + sample(shiftY, column, row));
            }
        }
        short[] x = shiftX;
        short[] y = shiftY;
        shiftX = nextX;
        shiftY = nextY;
        nextX = x;
        nextY = y;
    }

    /** Marks the cells whose pixel does not look as the one in the key frame that it is said to come from. */
    private void compareWithKey() {
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                int cell = r * columns + c;
                float x = c * STEP + STEP / 2;
                float y = r * STEP + STEP / 2;
                int now = grey[at(x, y)] & 255;
                float sourceX = x + shiftX[cell] / UNITS_PER_PIXEL;
                float sourceY = y + shiftY[cell] / UNITS_PER_PIXEL;
                boolean inside = sourceX >= 0 && sourceY >= 0 && sourceX < width && sourceY < height;
                broken[cell] = !inside || Math.abs(now - (keyGrey[at(sourceX, sourceY)] & 255)) > BROKEN_LEVELS;
            }
        }
    }

    /** Index of a pixel of the half-size picture. */
    private int at(float x, float y) {
        int hx = Math.min(halfWidth - 1, (int) (x * halfWidth / width));
        int hy = Math.min(halfHeight - 1, (int) (y * halfHeight / height));
        return hy * halfWidth + hx;
    }

    /** Share of the picture that the motion since the key frame does not explain: uncovered, come into view, or followed wrongly. */
    float brokenShare() {
        int count = 0;
        for (boolean cell : broken) {
            count += cell ? 1 : 0;
        }
        return (float) count / broken.length;
    }

    /** For each plane the share of its cells that look as in the key frame; 1 for a mask that is too small to hold a cell. */
    void trust(@Shape("H W") long[] planes, float[] trust) {
        int[] cells = new int[trust.length];
        int[] good = new int[trust.length];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                int x = Math.min(width - 1, c * STEP + STEP / 2);
                int y = Math.min(height - 1, r * STEP + STEP / 2);
                int whole = broken[r * columns + c] ? 0 : 1;
                for (long bits = planes[y * width + x] & ~MaskPlanes.UNSEEN; bits != 0; bits &= bits - 1) {
                    int plane = Long.numberOfTrailingZeros(bits);
                    cells[plane]++;
                    good[plane] += whole;
                }
            }
        }
        for (int plane = 0; plane < trust.length; plane++) {
            trust[plane] = cells[plane] == 0 ? 1 : (float) good[plane] / cells[plane];
        }
    }

    private static short toUnits(float pixels) {
        return (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(pixels * UNITS_PER_PIXEL)));
    }

    /** Bilinear, in pixels. */
    private float sample(short[] grid, float column, float row) {
        float c = Math.max(0, Math.min(columns - 1, column));
        float r = Math.max(0, Math.min(rows - 1, row));
        int c0 = (int) c;
        int r0 = (int) r;
        int c1 = Math.min(columns - 1, c0 + 1);
        int r1 = Math.min(rows - 1, r0 + 1);
        float top = grid[r0 * columns + c0] + (c - c0) * (grid[r0 * columns + c1] - grid[r0 * columns + c0]);
        float bottom = grid[r1 * columns + c0] + (c - c0) * (grid[r1 * columns + c1] - grid[r1 * columns + c0]);
        return (top + (r - r0) * (bottom - top)) / UNITS_PER_PIXEL;
    }

    /** From here on displacements are relative to the present picture. */
    void restartHere() {
        Arrays.fill(shiftX, (short) 0);
        Arrays.fill(shiftY, (short) 0);
        System.arraycopy(previousGrey, 0, keyGrey, 0, keyGrey.length);
        Arrays.fill(broken, false);
    }

    /** Mean displacement since the key frame as a fraction of the longer side. */
    float meanMotion() {
        double sum = 0;
        for (int i = 0; i < shiftX.length; i++) {
            sum += Math.hypot(shiftX[i], shiftY[i]);
        }
        return (float) (sum / shiftX.length / UNITS_PER_PIXEL / Math.max(width, height));
    }

    /** For each pixel the planes of the pixel it came from; {@link MaskPlanes#UNSEEN} where that lies outside the picture. */
    void carry(@Shape("H W") long[] keyPlanes, @Shape("H W") long[] target) {
        for (int y = 0, p = 0; y < height; y++) {
            interpolateRow((y - STEP / 2f + 0.5f) / STEP);
            for (int x = 0; x < width; x++, p++) {
                int c = columnOf[x];
                float f = fractionOf[x];
                int sx = round(x + lineX[c] + f * (lineX[c + 1] - lineX[c]));
                int sy = round(y + lineY[c] + f * (lineY[c + 1] - lineY[c]));
                boolean inside = sx >= 0 && sy >= 0 && sx < width && sy < height;
                target[p] = inside ? keyPlanes[sy * width + sx] : MaskPlanes.UNSEEN;
            }
        }
    }

    /** Displacements in pixels along one row of the grid; one more at the end, so that the last column has a neighbour. */
    private void interpolateRow(float row) {
        float r = Math.max(0, Math.min(rows - 1, row));
        int above = (int) r * columns;
        int below = Math.min(rows - 1, (int) r + 1) * columns;
        float f = r - (int) r;
        for (int c = 0; c < columns; c++) {
            lineX[c] = (shiftX[above + c] + f * (shiftX[below + c] - shiftX[above + c])) / UNITS_PER_PIXEL;
            lineY[c] = (shiftY[above + c] + f * (shiftY[below + c] - shiftY[above + c])) / UNITS_PER_PIXEL;
        }
        lineX[columns] = lineX[columns - 1];
        lineY[columns] = lineY[columns - 1];
    }

    /** To the nearest; of numbers above -4096, which is farther than any displacement out of a picture matters. */
    private static int round(float value) {
        return (int) (Math.max(-4000, value) + 4096.5f) - 4096;
    }

    /** Pixels between two cells of the grid on which displacements are known. */
    int step() {
        return STEP;
    }

    /** Of the pictures. */
    int width() {
        return width;
    }

    int height() {
        return height;
    }

    int columns() {
        return columns;
    }

    int rows() {
        return rows;
    }

    /** From the pixel in the middle of a cell to where it was in the key frame, pixels. */
    float shiftX(int cell) {
        return shiftX[cell] / UNITS_PER_PIXEL;
    }

    float shiftY(int cell) {
        return shiftY[cell] / UNITS_PER_PIXEL;
    }

    /** True if the cell does not look as the place in the key frame that it is said to come from. */
    boolean isBroken(int cell) {
        return broken[cell];
    }

    /** Where a box of the key frame is now, by the median displacement of its wider surroundings, of which it must be the smaller part. */
    BoundingBox moved(BoundingBox box) {
        float aroundX = box.width() + width / 6f;
        float aroundY = box.height() + height / 6f;
        int c0 = clamp((int) ((box.x() - aroundX) / STEP), columns);
        int c1 = clamp((int) ((box.right() + aroundX) / STEP), columns);
        int r0 = clamp((int) ((box.y() - aroundY) / STEP), rows);
        int r1 = clamp((int) ((box.bottom() + aroundY) / STEP), rows);
        int stride = Math.max(1, (int) Math.sqrt((c1 - c0 + 1) * (r1 - r0 + 1) / (double) MOST_SAMPLES));
        short[] x = new short[((c1 - c0) / stride + 1) * ((r1 - r0) / stride + 1)];
        short[] y = new short[x.length];
        int n = 0;
        for (int r = r0; r <= r1; r += stride) {
            for (int c = c0; c <= c1; c += stride, n++) {
                x[n] = shiftX[r * columns + c];
                y[n] = shiftY[r * columns + c];
            }
        }
        Arrays.sort(x);
        Arrays.sort(y);
        float dx = x[n / 2] / UNITS_PER_PIXEL;
        float dy = y[n / 2] / UNITS_PER_PIXEL;
        return new BoundingBox(box.x() - dx, box.y() - dy, box.width(), box.height());
    }

    private static int clamp(int index, int count) {
        return Math.max(0, Math.min(count - 1, index));
    }

    void write(DataOutputStream out) throws IOException {
        out.writeBoolean(started);
        out.write(previousGrey);
        out.write(keyGrey);
        for (int i = 0; i < shiftX.length; i++) {
            out.writeShort(shiftX[i]);
            out.writeShort(shiftY[i]);
        }
    }

    void read(DataInputStream in) throws IOException {
        started = in.readBoolean();
        in.readFully(previousGrey);
        in.readFully(keyGrey);
        for (int i = 0; i < shiftX.length; i++) {
            shiftX[i] = in.readShort();
            shiftY[i] = in.readShort();
        }
    }

    @Override
    public void close() {
        flow.close();
    }
}
