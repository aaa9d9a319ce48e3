package org.egoscope.ingest.internal.ffmpeg;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.jspecify.annotations.Nullable;

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

    /** The ffmpeg program of the same build, unpacked by JavaCPP, with arguments. */
    public static ProcessBuilder program(List<String> arguments) {
        return process(Loader.load(org.bytedeco.ffmpeg.ffmpeg.class), arguments);
    }

    /** The ffprobe program of the same build with arguments. */
    public static ProcessBuilder probeProgram(List<String> arguments) {
        return process(Loader.load(org.bytedeco.ffmpeg.ffprobe.class), arguments);
    }

    /** The programs find their own libraries beside them, but not the libraries of those. */
    private static ProcessBuilder process(String program, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        Path folder = Path.of(program).getParent();
        builder.environment().merge("LD_LIBRARY_PATH", folder.toString(), (old, ours) -> ours + ":" + old);
        return builder;
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

    static String container(AVFormatContext context) {
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

    static <T extends Pointer> T allocated(@Nullable T pointer, String what) {
        if (pointer == null || pointer.isNull()) {
            throw new PipelineException(ErrorKind.RESOURCES, what + ": no memory");
        }
        return pointer;
    }

    static Map<String, String> entries(@Nullable AVDictionary dictionary) {
        Map<String, String> result = new TreeMap<>();
        AVDictionaryEntry entry = null;
        while (dictionary != null && (entry = avutil.av_dict_iterate(dictionary, entry)) != null) {
            result.put(text(entry.key()), text(entry.value()));
        }
        return result;
    }

    static String text(@Nullable BytePointer pointer) {
        return pointer == null || pointer.isNull() ? "" : pointer.getString(StandardCharsets.UTF_8);
    }

    static void closeInput(AVFormatContext context) {
        avformat.avformat_close_input(context);
    }
}
