package org.egoscope.app.segment;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How a stored picture is turned to be upright: one of the eight values of Exif's tag Orientation (Exif 2.32, 4.6.4 A; TIFF 6.0, 36),
 * named by where the stored picture's first row and first column are to be seen.
 */
enum PictureTurn {
    TOP_LEFT,
    TOP_RIGHT,
    BOTTOM_RIGHT,
    BOTTOM_LEFT,
    LEFT_TOP,
    RIGHT_TOP,
    RIGHT_BOTTOM,
    LEFT_BOTTOM;

    private static final int START_OF_IMAGE = 0xFFD8;
    private static final int APPLICATION_1 = 0xFFE1;
    private static final int START_OF_SCAN = 0xFFDA;
    private static final int ORIENTATION_TAG = 0x0112;
    private static final int TIFF_OFFSET = 6;
    private static final int ENTRY_BYTES = 12;

    /** True if rows become columns. */
    boolean isSideways() {
        return ordinal() >= LEFT_TOP.ordinal();
    }

    /**
     * Place of a stored pixel in the upright picture, counted row by row.
     *
     * @param width stored
     * @param height stored
     */
    int placeOf(int x, int y, int width, int height) {
        return switch (this) {
            case TOP_LEFT -> y * width + x;
            case TOP_RIGHT -> y * width + width - 1 - x;
            case BOTTOM_RIGHT -> (height - 1 - y) * width + width - 1 - x;
            case BOTTOM_LEFT -> (height - 1 - y) * width + x;
            case LEFT_TOP -> x * height + y;
            case RIGHT_TOP -> x * height + height - 1 - y;
            case RIGHT_BOTTOM -> (width - 1 - x) * height + height - 1 - y;
            case LEFT_BOTTOM -> (width - 1 - x) * height + y;
        };
    }

    /** What a JPEG says; as it is stored if it says nothing, or nothing valid, or is none. */
    static PictureTurn of(InputStream file) throws IOException {
        DataInputStream in = new DataInputStream(file);
        try {
            if (in.readUnsignedShort() != START_OF_IMAGE) {
                return TOP_LEFT;
            }
            for (int marker = in.readUnsignedShort(); marker > 0xFF00 && marker != START_OF_SCAN; marker = in.readUnsignedShort()) {
                int length = in.readUnsignedShort() - 2;
                if (marker == APPLICATION_1) {
                    byte[] segment = in.readNBytes(Math.max(0, length));
                    if (isExif(segment)) {
                        return ofExif(segment);
                    }
                } else {
                    in.skipNBytes(Math.max(0, length));
                }
            }
        } catch (EOFException e) {
            // Cut off: what shows the picture says so.
            return TOP_LEFT;
        }
        return TOP_LEFT;
    }

    private static boolean isExif(byte[] segment) {
        return segment.length > TIFF_OFFSET && segment[0] == 'E' && segment[1] == 'x' && segment[2] == 'i' && segment[3] == 'f';
    }

    private static PictureTurn ofExif(byte[] segment) {
        try {
            ByteBuffer tiff = ByteBuffer.wrap(segment, TIFF_OFFSET, segment.length - TIFF_OFFSET).slice();
            tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            int directory = tiff.getInt(4);
            int entries = Short.toUnsignedInt(tiff.getShort(directory));
            for (int i = 0; i < entries; i++) {
                int entry = directory + 2 + i * ENTRY_BYTES;
                if (Short.toUnsignedInt(tiff.getShort(entry)) == ORIENTATION_TAG) {
                    int value = Short.toUnsignedInt(tiff.getShort(entry + 8));
                    return value >= 1 && value <= values().length ? values()[value - 1] : TOP_LEFT;
                }
            }
        } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
            // A directory that points outside its segment tells nothing.
            return TOP_LEFT;
        }
        return TOP_LEFT;
    }
}
