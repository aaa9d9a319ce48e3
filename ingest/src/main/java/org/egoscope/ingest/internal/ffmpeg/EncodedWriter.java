package org.egoscope.ingest.internal.ffmpeg;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.PointerScope;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.ingest.VideoEncoder;

/** One output file with one video stream. */
public final class EncodedWriter implements AutoCloseable {
    /** MPEG-4 part 2 cannot count finer than 1/65535 s; 90 kHz is the clock of MPEG systems and of most mp4 files. */
    private static final int TICKS_PER_SECOND = 90_000;

    /** FFmpeg's form of ENOSPC, which is 28 on all our platforms. */
    private static final int NO_SPACE = -28;

    /** AVFMT_FLAG_BITEXACT of libavformat/avformat.h, which the presets leave out. */
    private static final int FORMAT_FLAG_BITEXACT = 0x0400;

    private final AVFormatContext container;
    private final AVCodecContext encoder;
    private final AVStream stream;
    private final AVFrame frame;
    private final AVPacket packet;
    private final SwsContext converter;
    private final ByteBuffer rgb;
    private final BytePointer rgbPixels;
    private final PointerPointer<Pointer> sourcePlanes;
    private final IntPointer sourceStrides;
    private final ImageSize size;
    private final int ticksPerSecond;
    private long lastPts = Long.MIN_VALUE;

    private EncodedWriter(AVFormatContext container, AVCodecContext encoder, AVStream stream, ImageSize size) {
        this.container = container;
        this.encoder = encoder;
        this.stream = stream;
        this.size = size;
        this.ticksPerSecond = encoder.time_base().den();
        this.frame = Ffmpeg.allocated(avutil.av_frame_alloc(), "picture");
        frame.format(encoder.pix_fmt());
        frame.width(size.width());
        frame.height(size.height());
        Ffmpeg.check(avutil.av_frame_get_buffer(frame, 0), ErrorKind.RESOURCES, "picture");
        this.packet = Ffmpeg.allocated(avcodec.av_packet_alloc(), "packet");
        this.converter = Ffmpeg.allocated(
                swscale.sws_getContext(
                        size.width(), size.height(), avutil.AV_PIX_FMT_RGB24, size.width(), size.height(), encoder.pix_fmt(),
                        swscale.SWS_BICUBIC | swscale.SWS_ACCURATE_RND, null, null, (double[]) null),
                "converter");
        setColours();
        this.rgb = ByteBuffer.allocateDirect(size.pixels() * 3 + 128).alignedSlice(64);
        this.rgbPixels = new BytePointer(rgb).retainReference();
        this.sourcePlanes = new PointerPointer<>(4).retainReference();
        sourcePlanes.put(0, rgbPixels).put(1, (Pointer) null).put(2, (Pointer) null).put(3, (Pointer) null);
        this.sourceStrides = new IntPointer(size.width() * 3, 0, 0, 0).retainReference();
    }

    private void setColours() {
        IntPointer table = swscale.sws_getCoefficients(swscale.SWS_CS_ITU601);
        int fullRange = encoder.color_range() == avutil.AVCOL_RANGE_JPEG ? 1 : 0;
        swscale.sws_setColorspaceDetails(converter, table, 1, table, fullRange, 0, 1 << 16, 1 << 16);
        frame.color_range(encoder.color_range());
        frame.colorspace(encoder.colorspace());
    }

    public static EncodedWriter create(Path file, VideoEncoder.Settings settings) {
        Ffmpeg.load();
        AVFormatContext container = new AVFormatContext(null);
        Ffmpeg.check(
                avformat.avformat_alloc_output_context2(container, null, null, file.toString()), ErrorKind.BAD_CONFIG,
                "encoder: expected a file ending of a video container, got " + file);
        AVCodecContext encoder = null;
        try {
            encoder = openEncoder(container, settings);
            AVStream stream = Ffmpeg.allocated(avformat.avformat_new_stream(container, null), "stream");
            Ffmpeg.check(
                    avcodec.avcodec_parameters_from_context(stream.codecpar(), encoder), ErrorKind.INTERNAL, "stream parameters");
            stream.time_base(encoder.time_base());
            stream.avg_frame_rate(encoder.framerate());
            setRotation(stream, settings.rotationDegrees());
            openFile(container, file);
            return new EncodedWriter(container, encoder, stream, settings.size());
        } catch (RuntimeException e) {
            if (encoder != null) {
                avcodec.avcodec_free_context(encoder);
            }
            if (container.pb() != null) {
                avformat.avio_closep(container.pb());
                container.pb(null);
            }
            avformat.avformat_free_context(container);
            throw e;
        }
    }

    private static AVCodecContext openEncoder(AVFormatContext container, VideoEncoder.Settings settings) {
        AVCodec codec = avcodec.avcodec_find_encoder_by_name(settings.codec().encoderName());
        if (codec == null) {
            throw PipelineException.badConfig("encoder: expected one of this build, got " + settings.codec().encoderName());
        }
        AVCodecContext encoder = Ffmpeg.allocated(avcodec.avcodec_alloc_context3(codec), "encoder");
        configure(encoder, settings, isFixedRate(container, settings));
        if ((container.oformat().flags() & avformat.AVFMT_GLOBALHEADER) != 0) {
            encoder.flags(encoder.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
        }
        AVDictionary options = new AVDictionary(null);
        if (settings.codec() == VideoEncoder.Codec.AV1 || settings.codec() == VideoEncoder.Codec.VP9) {
            avutil.av_dict_set(options, "cpu-used", "8", 0);
        }
        int code = avcodec.avcodec_open2(encoder, codec, options);
        avutil.av_dict_free(options);
        if (code < 0) {
            avcodec.avcodec_free_context(encoder);
        }
        Ffmpeg.check(code, ErrorKind.BAD_CONFIG, "encoder " + settings.codec().encoderName());
        return encoder;
    }

    /** AVI has one slot per frame and no times; the rate controls of MPEG-2 and 4 with B pictures want a frame per tick. */
    private static boolean isFixedRate(AVFormatContext container, VideoEncoder.Settings settings) {
        return settings.codec() == VideoEncoder.Codec.MPEG4
                || settings.codec() == VideoEncoder.Codec.MPEG2
                || Ffmpeg.text(container.oformat().name()).equals("avi");
    }

    private static void configure(AVCodecContext encoder, VideoEncoder.Settings settings, boolean fixedRate) {
        boolean jpeg = settings.codec() == VideoEncoder.Codec.MJPEG;
        encoder.width(settings.size().width());
        encoder.height(settings.size().height());
        encoder.pix_fmt(jpeg ? avutil.AV_PIX_FMT_YUVJ420P : avutil.AV_PIX_FMT_YUV420P);
        encoder.color_range(jpeg ? avutil.AVCOL_RANGE_JPEG : avutil.AVCOL_RANGE_MPEG);
        encoder.colorspace(avutil.AVCOL_SPC_SMPTE170M);
        encoder.framerate(rational(settings.framesPerSecond(), 1));
        encoder.time_base(rational(1, fixedRate ? settings.framesPerSecond() : TICKS_PER_SECOND));
        encoder.bit_rate(settings.bitsPerSecond());
        encoder.gop_size(settings.keyFrameInterval());
        encoder.max_b_frames(settings.bFrames());
        encoder.thread_count(1);
        encoder.flags(encoder.flags() | avcodec.AV_CODEC_FLAG_BITEXACT);
    }

    private static AVRational rational(int numerator, int denominator) {
        return new AVRational().num(numerator).den(denominator);
    }

    private static void setRotation(AVStream stream, int degrees) {
        if (degrees == 0) {
            return;
        }
        AVPacketSideData list = new AVPacketSideData(null);
        int[] count = {0};
        AVPacketSideData side = Ffmpeg.allocated(
                avcodec.av_packet_side_data_new(list, count, avcodec.AV_PKT_DATA_DISPLAYMATRIX, 36, 0), "display matrix");
        stream.codecpar().coded_side_data(list);
        stream.codecpar().nb_coded_side_data(count[0]);
        int[] matrix = new int[9];
        // Setting takes the clockwise angle, although getting gives the counter-clockwise one (libavutil/display.h).
        avutil.av_display_rotation_set(matrix, degrees);
        ByteBuffer target = side.data().capacity(36).asBuffer().order(ByteOrder.nativeOrder());
        target.asIntBuffer().put(matrix);
    }

    private static void openFile(AVFormatContext container, Path file) {
        container.flags(container.flags() | FORMAT_FLAG_BITEXACT);
        AVIOContext io = new AVIOContext(null);
        Ffmpeg.check(
                avformat.avio_open(io, "file:" + file.toAbsolutePath(), avformat.AVIO_FLAG_WRITE), ErrorKind.RESOURCES,
                "encoder: cannot write " + file);
        container.pb(io);
        AVDictionary options = new AVDictionary(null);
        // The index in front lets players and pipes begin at once.
        avutil.av_dict_set(options, "movflags", "+faststart", 0);
        int code = avformat.avformat_write_header(container, options);
        avutil.av_dict_free(options);
        if (code == NO_SPACE) {
            Ffmpeg.check(code, ErrorKind.RESOURCES, "encoder: cannot write " + file);
        }
        Ffmpeg.check(code, ErrorKind.BAD_CONFIG, "encoder: container of " + file + " does not take this codec");
    }

    public void write(ByteBuffer pixels, long timeNanos) {
        int bytes = size.pixels() * 3;
        if (pixels.capacity() < bytes) {
            throw new IllegalArgumentException("pixels: expected " + bytes + " bytes, got " + pixels.capacity());
        }
        long pts = Math.round((double) timeNanos * ticksPerSecond / 1e9);
        if (pts <= lastPts) {
            throw new IllegalArgumentException("picture time: expected above the former one, got " + timeNanos + " ns");
        }
        lastPts = pts;
        rgb.clear();
        ByteBuffer source = pixels.duplicate();
        source.position(0).limit(bytes);
        rgb.put(source);
        try (PointerScope scope = new PointerScope()) {
            Ffmpeg.check(avutil.av_frame_make_writable(frame), ErrorKind.RESOURCES, "picture");
            swscale.sws_scale(converter, sourcePlanes, sourceStrides, 0, size.height(), frame.data(), frame.linesize());
            frame.pts(pts);
            Ffmpeg.check(avcodec.avcodec_send_frame(encoder, frame), ErrorKind.INTERNAL, "encoding");
            drain();
        }
    }

    private void drain() {
        while (avcodec.avcodec_receive_packet(encoder, packet) >= 0) {
            if (packet.duration() == 0) {
                packet.duration(Math.max(1, ticksPerSecond / Math.max(1, encoder.framerate().num())));
            }
            avcodec.av_packet_rescale_ts(packet, encoder.time_base(), stream.time_base());
            packet.stream_index(stream.index());
            Ffmpeg.check(avformat.av_interleaved_write_frame(container, packet), ErrorKind.RESOURCES, "writing video");
        }
    }

    public void finish() {
        try (PointerScope scope = new PointerScope()) {
            avcodec.avcodec_send_frame(encoder, null);
            drain();
            Ffmpeg.check(avformat.av_write_trailer(container), ErrorKind.RESOURCES, "writing the end of the video");
        }
    }

    @Override
    public void close() {
        swscale.sws_freeContext(converter);
        avutil.av_frame_free(frame);
        avcodec.av_packet_free(packet);
        avcodec.avcodec_free_context(encoder);
        avformat.avio_closep(container.pb());
        container.pb(null);
        avformat.avformat_free_context(container);
        sourcePlanes.close();
        sourceStrides.close();
        rgbPixels.close();
    }
}
