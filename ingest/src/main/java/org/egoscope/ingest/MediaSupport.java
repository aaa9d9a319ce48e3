package org.egoscope.ingest;

import java.util.List;
import org.egoscope.ingest.internal.ffmpeg.Ffmpeg;

/** What the decoding libraries on this machine can do. */
public final class MediaSupport {
    /** Formats that headsets and data sets come in. */
    private static final List<String> COMMON = List.of("h264", "hevc", "vp8", "vp9", "av1", "mjpeg", "mpeg4", "mpeg2video");

    private MediaSupport() {}

    /** Version of FFmpeg. */
    public static String version() {
        return "FFmpeg " + Ffmpeg.version();
    }

    /** Formats that can be decoded, of those that recordings commonly come in. */
    public static List<String> decoders() {
        return COMMON.stream().filter(Ffmpeg::canDecode).toList();
    }
}
