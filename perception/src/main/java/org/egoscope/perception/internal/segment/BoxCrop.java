package org.egoscope.perception.internal.segment;

import org.egoscope.core.Shape;
import org.egoscope.core.observation.BoundingBox;

/**
 * The surroundings of a box, brought to a size on which a cut takes milliseconds. Colours are averaged, edges keep their strongest
 * value so that thin ones survive.
 */
final class BoxCrop {
    /** The longer side has at most this many cells. */
    static final int LONGEST_SIDE = 128;

    /** The ring around the box shows what lies behind the thing: this share of the box's longer side, and at least so many pixels. */
    private static final double MARGIN = 0.15;

    private static final double LEAST_MARGIN = 5;

    final int width;
    final int height;
    final float[] lab;
    final float[] edges;
    final int[] leaves;
    /** Distance to the nearest side of the box, 0 at a side and 1 in the middle of the shorter way; negative outside. */
    final float[] depth;

    private final BoundingBox box;
    private final int left;
    private final int top;
    private final int right;
    private final int bottom;
    private final double pixelsPerCellX;
    private final double pixelsPerCellY;
    private final int pictureWidth;
    private final int pictureHeight;
    private final int shiftX;
    private final int shiftY;

    BoxCrop(BoundingBox box, LookedAt picture) {
        this(box, picture, 0, 0);
    }

    /**
     * The same cells over the picture moved against the box.
     *
     * @param shiftX pixels that what is looked at lies further right than the cell says; the picture's last column goes on for ever
     * @param shiftY the same downwards
     */
    BoxCrop(BoundingBox box, LookedAt picture, int shiftX, int shiftY) {
        this.box = box;
        this.shiftX = shiftX;
        this.shiftY = shiftY;
        pictureWidth = picture.width();
        pictureHeight = picture.height();
        double margin = Math.max(LEAST_MARGIN, MARGIN * Math.max(box.width(), box.height()));
        left = limit(Math.floor(box.x() - margin), 0, pictureWidth - 1);
        top = limit(Math.floor(box.y() - margin), 0, pictureHeight - 1);
        right = limit(Math.ceil(box.right() + margin), left + 1, pictureWidth);
        bottom = limit(Math.ceil(box.bottom() + margin), top + 1, pictureHeight);
        double scale = Math.min(1, (double) LONGEST_SIDE / Math.max(right - left, bottom - top));
        width = Math.max(2, (int) Math.round((right - left) * scale));
        height = Math.max(2, (int) Math.round((bottom - top) * scale));
        pixelsPerCellX = (double) (right - left) / width;
        pixelsPerCellY = (double) (bottom - top) / height;
        lab = new float[width * height * 3];
        edges = new float[width * height];
        leaves = new int[width * height];
        depth = new float[width * height];
        fill(picture);
    }

    private static int limit(double value, int least, int most) {
        return (int) Math.max(least, Math.min(most, value));
    }

    private void fill(LookedAt picture) {
        for (int y = 0, cell = 0; y < height; y++) {
            for (int x = 0; x < width; x++, cell++) {
                fillCell(picture, cell, x, y);
                double px = left + (x + 0.5) * pixelsPerCellX;
                double py = top + (y + 0.5) * pixelsPerCellY;
                leaves[cell] = picture.hierarchy().labels()[pixel((int) px, (int) py)];
                double u = Math.min(px - box.x(), box.right() - px) / Math.max(1e-6, box.width());
                double v = Math.min(py - box.y(), box.bottom() - py) / Math.max(1e-6, box.height());
                depth[cell] = (float) (2 * Math.min(u, v));
            }
        }
    }

    private void fillCell(LookedAt picture, int cell, int x, int y) {
        int x0 = left + (int) (x * pixelsPerCellX);
        int y0 = top + (int) (y * pixelsPerCellY);
        int x1 = Math.min(right, Math.max(x0 + 1, left + (int) ((x + 1) * pixelsPerCellX)));
        int y1 = Math.min(bottom, Math.max(y0 + 1, top + (int) ((y + 1) * pixelsPerCellY)));
        float share = 1f / ((x1 - x0) * (y1 - y0));
        for (int py = y0; py < y1; py++) {
            for (int px = x0; px < x1; px++) {
                int p = pixel(px, py);
                edges[cell] = Math.max(edges[cell], picture.edges()[p]);
                for (int c = 0; c < 3; c++) {
                    lab[cell * 3 + c] += share * (picture.lab()[p * 3 + c] & 255);
                }
            }
        }
    }

    /** The pixel that is looked at where the box has this one. */
    private int pixel(int px, int py) {
        int x = Math.max(0, Math.min(pictureWidth - 1, px + shiftX));
        int y = Math.max(0, Math.min(pictureHeight - 1, py + shiftY));
        return y * pictureWidth + x;
    }

    int cells() {
        return width * height;
    }

    /** Column of the left side of the box, in cells counted from their middles. */
    double leftOfBox() {
        return (box.x() - left) / pixelsPerCellX - 0.5;
    }

    /** Row of the upper side of the box, in cells counted from their middles. */
    double topOfBox() {
        return (box.y() - top) / pixelsPerCellY - 0.5;
    }

    /** Column of the middle of the box, in cells. */
    double middleX() {
        return (box.x() + box.width() / 2 - left) / pixelsPerCellX - 0.5;
    }

    /** Row of the middle of the box, in cells. */
    double middleY() {
        return (box.y() + box.height() / 2 - top) / pixelsPerCellY - 0.5;
    }

    boolean insideBox(int cell) {
        return depth[cell] > 0;
    }

    /** Cell of a pixel of the picture; the nearest one for pixels beyond the crop. */
    int cellAt(double x, double y) {
        int cx = limit((x - left) / pixelsPerCellX, 0, width - 1);
        int cy = limit((y - top) / pixelsPerCellY, 0, height - 1);
        return cy * width + cx;
    }

    /** A bitmap of the working picture at the middle of each cell, without what lies outside the box. */
    byte[] sample(@Shape("H W") byte[] bitmap) {
        byte[] cells = new byte[cells()];
        for (int cell = 0; cell < cells.length; cell++) {
            int px = left + (int) ((cell % width + 0.5) * pixelsPerCellX);
            int py = top + (int) ((cell / width + 0.5) * pixelsPerCellY);
            cells[cell] = insideBox(cell) ? bitmap[py * pictureWidth + px] : 0;
        }
        return cells;
    }

    /** Grows a mask of cells to the working picture, with smooth outlines, and cuts it off at the box. */
    void paint(byte[] cells, @Shape("H W") byte[] bitmap) {
        int x0 = Math.max(left, Math.round(box.x()));
        int x1 = Math.min(right, Math.round(box.right()));
        int y1 = Math.min(bottom, Math.round(box.bottom()));
        for (int y = Math.max(top, Math.round(box.y())); y < y1; y++) {
            double cy = (y - top + 0.5) / pixelsPerCellY - 0.5;
            int upper = limit(Math.floor(cy), 0, height - 1);
            int lower = Math.min(height - 1, upper + 1);
            double down = Math.max(0, Math.min(1, cy - upper));
            for (int x = x0; x < x1; x++) {
                double cx = (x - left + 0.5) / pixelsPerCellX - 0.5;
                int west = limit(Math.floor(cx), 0, width - 1);
                int east = Math.min(width - 1, west + 1);
                double along = Math.max(0, Math.min(1, cx - west));
                double above = cells[upper * width + west] * (1 - along) + cells[upper * width + east] * along;
                double below = cells[lower * width + west] * (1 - along) + cells[lower * width + east] * along;
                bitmap[y * pictureWidth + x] = (byte) (above * (1 - down) + below * down >= 0.5 ? 1 : 0);
            }
        }
    }
}
