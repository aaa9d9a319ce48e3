package org.egoscope.ingest.internal.vrs;

import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.ImageSize;

/**
 * How uncompressed pixels lie.
 *
 * @param stride bytes from row to row
 */
record RawShape(ImageSize size, int stride, PixelFormat format) {
    static final int LONGEST_SIDE = ImageSize.MAX_SIDE;

    /** @param stride 0 for rows without a gap */
    static RawShape of(String where, int width, int height, long stride, int format) {
        PixelFormat pixels = PixelFormat.of(format, where);
        int row = Math.multiplyExact(width, pixels.bytes());
        if (stride != 0 && (stride < row || stride > 8L * row)) {
            throw PipelineException.badInput(where + ": expected a stride of " + row + " bytes or more, got " + stride);
        }
        return new RawShape(new ImageSize(width, height), stride == 0 ? row : (int) stride, pixels);
    }

    /** Bytes up to the last pixel. */
    long leastBytes() {
        return (long) stride * (size.height() - 1) + (long) size.width() * format.bytes();
    }
}
