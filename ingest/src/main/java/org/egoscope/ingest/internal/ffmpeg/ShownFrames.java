package org.egoscope.ingest.internal.ffmpeg;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.javacpp.BytePointer;

/**
 * Whether a packet gives a picture. VP8 and VP9 code alternate reference frames that are never shown, and MPEG-4 marks repeated
 * ones; announcing them would turn each into a false gap. All other codecs here give a picture per packet.
 */
enum ShownFrames {
    ALWAYS {
        @Override
        boolean isShown(AVPacket packet) {
            return true;
        }
    },
    /** A VOP that is not coded (vop_coded = 0) repeats its predecessor; without picture data it never exceeds a few bytes. */
    MPEG4 {
        @Override
        boolean isShown(AVPacket packet) {
            return packet.size() > 7;
        }
    },
    /** RFC 6386 section 9.1: bit 4 of the first byte is show_frame. */
    VP8 {
        @Override
        boolean isShown(AVPacket packet) {
            return (packet.data().get(0) & 0x10) != 0;
        }
    },
    /**
     * VP9 bitstream specification, 6.2: frame_marker (2 bits), profile (2 bits, and one reserved bit in profile 3),
     * show_existing_frame, frame_type, show_frame. A superframe (annex B) always ends with a shown frame.
     */
    VP9 {
        @Override
        boolean isShown(AVPacket packet) {
            BytePointer data = packet.data();
            boolean superframe = (data.get(packet.size() - 1L) & 0xE0) == 0xC0;
            int first = data.get(0);
            int profile = ((first >> 5) & 1) | ((first >> 3) & 2);
            int at = profile == 3 ? 5 : 4;
            boolean showExisting = bit(first, at);
            boolean showFrame = at + 2 < 8 && bit(first, at + 2);
            return superframe || showExisting || showFrame;
        }
    };

    abstract boolean isShown(AVPacket packet);

    static ShownFrames of(int codecId) {
        if (codecId == avcodec.AV_CODEC_ID_VP8) {
            return VP8;
        }
        if (codecId == avcodec.AV_CODEC_ID_MPEG4) {
            return MPEG4;
        }
        return codecId == avcodec.AV_CODEC_ID_VP9 ? VP9 : ALWAYS;
    }

    /** Bit counted from the most significant one. */
    private static boolean bit(int value, int index) {
        return ((value >> (7 - index)) & 1) != 0;
    }
}
