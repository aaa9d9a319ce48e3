package org.egoscope.ingest.internal.ffmpeg;

import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;

/** Loading of the libraries, error texts, dictionaries. */
public final class Ffmpeg {
    static {
        // What FFmpeg prints to stderr about damaged footage is reported as gaps and exceptions instead.
        avutil.av_log_set_level(avutil.AV_LOG_QUIET);
    }

    private Ffmpeg() {}

    /** Called before the first native call of a class, so that the log level is set. */
    static void load() {
        // Runs the static initialiser.
    }

    /** Path of the ffmpeg program of the same build, unpacked by JavaCPP. */
    public static String program() {
        return Loader.load(org.bytedeco.ffmpeg.ffmpeg.class);
    }

    /** Path of the ffprobe program of the same build. */
    public static String probeProgram() {
        return Loader.load(org.bytedeco.ffmpeg.ffprobe.class);
    }

    public static String version() {
        load();
        return text(avutil.av_version_info());
    }

    /** True if this build can decode a codec given by FFmpeg's name of it, such as {@code hevc}. */
    public static boolean canDecode(String codecName) {
        load();
        var descriptor = avcodec.avcodec_descriptor_get_by_name(codecName);
        return descriptor != null && avcodec.avcodec_find_decoder(descriptor.id()) != null;
    }

    static String container(org.bytedeco.ffmpeg.avformat.AVFormatContext context) {
        return text(context.iformat().name());
    }

    static String errorText(int code) {
        if (code == avutil.AVERROR_EXIT()) {
            return "read timed out";
        }
        byte[] buffer = new byte[avutil.AV_ERROR_MAX_STRING_SIZE];
        avutil.av_strerror(code, buffer, buffer.length);
        int length = 0;
        while (length < buffer.length && buffer[length] != 0) {
            length++;
        }
        return new String(buffer, 0, length, StandardCharsets.UTF_8);
    }

    /** The code itself if it says success, else an exception. */
    static int check(int code, ErrorKind kind, String what) {
        if (code < 0) {
            throw new PipelineException(kind, what + ": " + errorText(code));
        }
        return code;
    }

    static <T extends org.bytedeco.javacpp.Pointer> T allocated(@org.jspecify.annotations.Nullable T pointer, String what) {
        if (pointer == null || pointer.isNull()) {
            throw new PipelineException(ErrorKind.RESOURCES, what + ": no memory");
        }
        return pointer;
    }

    static java.util.Map<String, String> entries(@org.jspecify.annotations.Nullable AVDictionary dictionary) {
        java.util.Map<String, String> result = new java.util.TreeMap<>();
        AVDictionaryEntry entry = null;
        while (dictionary != null && (entry = avutil.av_dict_iterate(dictionary, entry)) != null) {
            result.put(text(entry.key()), text(entry.value()));
        }
        return result;
    }

    static String text(@org.jspecify.annotations.Nullable BytePointer pointer) {
        return pointer == null || pointer.isNull() ? "" : pointer.getString(StandardCharsets.UTF_8);
    }

    static void closeInput(org.bytedeco.ffmpeg.avformat.AVFormatContext context) {
        avformat.avformat_close_input(context);
    }
}
