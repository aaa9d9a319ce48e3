package org.egoscope.ingest.internal.vrs;

import org.egoscope.core.PipelineException;

/** Formats of one plane and whole bytes per pixel. The numbers are the format's. */
enum PixelFormat {
    GREY8(1, 1),
    BGR8(2, 3),
    RGB8(4, 3),
    RGBA8(6, 4),
    /** 10 significant bits in two bytes. */
    GREY10(9, 2),
    GREY16(11, 2),
    /** Eight bytes per pixel; Aria Digital Twin keeps object numbers in them. */
    SCALAR64(13, 8);

    private final int number;
    private final int bytes;

    PixelFormat(int number, int bytes) {
        this.number = number;
        this.bytes = bytes;
    }

    int bytes() {
        return bytes;
    }

    static PixelFormat of(int number, String where) {
        for (PixelFormat format : values()) {
            if (format.number == number) {
                return format;
            }
        }
        throw PipelineException.badInput(where + ": expected pixel format 1, 2, 4, 6, 9, 11 or 13, got " + number);
    }
}
