package org.egoscope.ingest.internal.ffmpeg;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.IntPointer;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.ingest.internal.chunk.TimeScale;

/**
 * What a container says of itself.
 *
 * @param container format name as FFmpeg has it
 * @param codec video codec name as FFmpeg has it
 * @param streamIndex the video stream
 * @param codedSize picture size before rotation
 * @param rotationDegrees clockwise turn that shows the picture upright
 * @param timeScale time base of the video stream, origin 0
 * @param framesPerSecond 0 if unknown
 * @param durationNanos of the video stream, else of the container; 0 if unknown
 * @param durationOfStream true if the duration is the video stream's own
 * @param expectedFrames as the container counts them
 * @param extradata codec configuration
 * @param reorders true if the codec shows frames in another order than it codes them
 * @param streams one line each for people: kind, codec, size or rate
 * @param tags container and stream tags
 */
public record MediaFacts(
        String container,
        String codec,
        int streamIndex,
        ImageSize codedSize,
        int rotationDegrees,
        TimeScale timeScale,
        double framesPerSecond,
        long durationNanos,
        boolean durationOfStream,
        OptionalLong expectedFrames,
        byte[] extradata,
        boolean reorders,
        List<String> streams,
        Map<String, String> tags) {

    static MediaFacts of(AVFormatContext context, AVStream stream) {
        AVCodecParameters parameters = stream.codecpar();
        AVRational base = stream.time_base();
        TimeScale scale = new TimeScale(0, base.num(), base.den());
        Map<String, String> tags = new TreeMap<>(Ffmpeg.entries(context.metadata()));
        tags.putAll(Ffmpeg.entries(stream.metadata()));
        long streamDuration = streamDurationNanos(stream, scale, tags);
        long containerDuration = context.duration() > 0 ? context.duration() * 1000 : 0;
        return new MediaFacts(
                Ffmpeg.container(context),
                Ffmpeg.text(avcodec.avcodec_get_name(parameters.codec_id())),
                stream.index(),
                new ImageSize(parameters.width(), parameters.height()),
                rotationDegrees(parameters),
                scale,
                framesPerSecond(stream),
                streamDuration > 0 ? streamDuration : containerDuration,
                streamDuration > 0,
                stream.nb_frames() > 0 ? OptionalLong.of(stream.nb_frames()) : OptionalLong.empty(),
                extradata(parameters),
                parameters.video_delay() > 0,
                describeStreams(context),
                tags);
    }

    /** Matroska keeps a stream's length in a tag such as {@code 00:00:12.480000000}. */
    private static long streamDurationNanos(AVStream stream, TimeScale scale, Map<String, String> tags) {
        if (stream.duration() > 0) {
            return scale.nanosOfTicks(stream.duration());
        }
        String tag = tags.getOrDefault("DURATION", "");
        if (!tag.matches("\\d{1,4}:\\d{2}:\\d{2}(\\.\\d{1,9})?")) {
            return 0;
        }
        String[] parts = tag.split(":");
        double seconds = Integer.parseInt(parts[0]) * 3600.0 + Integer.parseInt(parts[1]) * 60.0 + Double.parseDouble(parts[2]);
        return Math.round(seconds * 1e9);
    }

    private static double framesPerSecond(AVStream stream) {
        double average = rate(stream.avg_frame_rate());
        return average > 0 ? average : rate(stream.r_frame_rate());
    }

    private static double rate(AVRational rational) {
        double value = rational.den() == 0 ? 0 : (double) rational.num() / rational.den();
        return value > 0 && value < 10_000 ? value : 0;
    }

    private static byte[] extradata(AVCodecParameters parameters) {
        byte[] bytes = new byte[Math.max(0, parameters.extradata_size())];
        if (bytes.length > 0) {
            parameters.extradata().get(bytes);
        }
        return bytes;
    }

    /** The display matrix turns counter-clockwise; we say clockwise, to the nearest quarter turn. */
    private static int rotationDegrees(AVCodecParameters parameters) {
        if (parameters.nb_coded_side_data() == 0) {
            return 0;
        }
        AVPacketSideData matrix = avcodec.av_packet_side_data_get(
                parameters.coded_side_data(), parameters.nb_coded_side_data(), avcodec.AV_PKT_DATA_DISPLAYMATRIX);
        if (matrix == null || matrix.size() < 36) {
            return 0;
        }
        double counterClockwise = avutil.av_display_rotation_get(new IntPointer(matrix.data()));
        return Double.isNaN(counterClockwise) ? 0 : Math.floorMod((int) (Math.round(-counterClockwise / 90) * 90), 360);
    }

    private static List<String> describeStreams(AVFormatContext context) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < context.nb_streams(); i++) {
            AVCodecParameters parameters = context.streams(i).codecpar();
            String kind = Ffmpeg.text(avutil.av_get_media_type_string(parameters.codec_type()));
            String codec = Ffmpeg.text(avcodec.avcodec_get_name(parameters.codec_id()));
            String detail = parameters.codec_type() == avutil.AVMEDIA_TYPE_VIDEO
                    ? " " + parameters.width() + "x" + parameters.height()
                    : parameters.codec_type() == avutil.AVMEDIA_TYPE_AUDIO ? " " + parameters.sample_rate() + " Hz" : "";
            lines.add(i + " " + (kind.isEmpty() ? "unknown" : kind) + " " + codec + detail);
        }
        return List.copyOf(lines);
    }
}
