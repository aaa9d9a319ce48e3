package org.egoscope.perception.internal.hands;

/** A connected region of skin colour in the small picture, one arm's or hand's at most. Small-picture pixels; indices in no given order. */
final class SkinBlob {
    final int[] pixels;
    final int width;
    /** Pixels where it comes in over the bottom edge or the lower part of a side; empty if it touches none. */
    final int[] entry;
    final double middleX;
    final double middleY;
    /** Middle of the entry; NaN without one. */
    final double entryX;
    final double entryY;
    /** Direction of largest spread, unit, and the standard deviations along and across it. */
    final double axisX;
    final double axisY;
    final double length;
    final double breadth;
    double meanLikelihood;

    SkinBlob(int[] pixels, int[] entry, int width) {
        this.pixels = pixels;
        this.entry = entry;
        this.width = width;
        middleX = meanX(pixels, width);
        middleY = meanY(pixels, width);
        entryX = entry.length == 0 ? Double.NaN : meanX(entry, width);
        entryY = entry.length == 0 ? Double.NaN : meanY(entry, width);
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int at : pixels) {
            double dx = at % width - middleX;
            double dy = at / width - middleY;
            xx += dx * dx;
            xy += dx * dy;
            yy += dy * dy;
        }
        double half = (xx + yy) / 2;
        double root = Math.sqrt((xx - yy) * (xx - yy) / 4 + xy * xy);
        double angle = Math.atan2(2 * xy, xx - yy) / 2;
        axisX = Math.cos(angle);
        axisY = Math.sin(angle);
        length = Math.sqrt(Math.max(0, half + root) / pixels.length);
        breadth = Math.sqrt(Math.max(0, half - root) / pixels.length);
    }

    private static double meanX(int[] pixels, int width) {
        long sum = 0;
        for (int at : pixels) {
            sum += at % width;
        }
        return (double) sum / pixels.length;
    }

    private static double meanY(int[] pixels, int width) {
        long sum = 0;
        for (int at : pixels) {
            sum += at / width;
        }
        return (double) sum / pixels.length;
    }

    boolean entersFromBorder() {
        return entry.length > 0;
    }

    /** Square root of the area. */
    double size() {
        return Math.sqrt(pixels.length);
    }
}
