package org.egoscope.ingest.internal.ffmpeg;

import java.util.function.BooleanSupplier;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.ImageSize;

/** One open video codec and the picture it gave last. */
final class PictureDecoder implements AutoCloseable {
    /** AV_FRAME_FLAG_CORRUPT of libavutil/frame.h, which the presets leave out. */
    private static final int FRAME_FLAG_CORRUPT = 1;

    private final AVCodecContext context;
    private final AVFrame frame;
    private boolean draining;

    private PictureDecoder(AVCodecContext context) {
        this.context = context;
        this.frame = Ffmpeg.allocated(avutil.av_frame_alloc(), "picture");
    }

    static PictureDecoder of(AVCodecParameters parameters, int threads) {
        AVCodec codec = avcodec.avcodec_find_decoder(parameters.codec_id());
        String name = Ffmpeg.text(avcodec.avcodec_get_name(parameters.codec_id()));
        if (codec == null) {
            throw PipelineException.badInput("video codec: expected one that this build decodes, got " + name);
        }
        AVCodecContext context = Ffmpeg.allocated(avcodec.avcodec_alloc_context3(codec), "codec");
        try {
            Ffmpeg.check(avcodec.avcodec_parameters_to_context(context, parameters), ErrorKind.BAD_INPUT, "codec parameters");
            context.thread_count(threads);
            Ffmpeg.check(
                    avcodec.avcodec_open2(context, codec, (AVDictionary) null), ErrorKind.BAD_INPUT, "video codec " + name);
            return new PictureDecoder(context);
        } catch (RuntimeException e) {
            avcodec.avcodec_free_context(context);
            throw e;
        }
    }

    /** For packets that come without their container. */
    static PictureDecoder of(String codecName, byte[] extradata, ImageSize size, int threads) {
        Ffmpeg.load();
        var descriptor = avcodec.avcodec_descriptor_get_by_name(codecName);
        if (descriptor == null) {
            throw PipelineException.badInput("video codec: expected an FFmpeg codec name, got '" + codecName + "'");
        }
        AVCodecParameters parameters = Ffmpeg.allocated(avcodec.avcodec_parameters_alloc(), "codec parameters");
        try {
            parameters.codec_type(avutil.AVMEDIA_TYPE_VIDEO);
            parameters.codec_id(descriptor.id());
            parameters.width(size.width());
            parameters.height(size.height());
            setExtradata(parameters, extradata);
            return of(parameters, threads);
        } finally {
            avcodec.avcodec_parameters_free(parameters);
        }
    }

    private static void setExtradata(AVCodecParameters parameters, byte[] extradata) {
        if (extradata.length == 0) {
            return;
        }
        // Freed with the parameters; decoders read past the end, hence the zeroed padding.
        BytePointer bytes = new BytePointer(
                Ffmpeg.allocated(avutil.av_mallocz(extradata.length + avcodec.AV_INPUT_BUFFER_PADDING_SIZE), "extradata"));
        bytes.put(extradata);
        parameters.extradata(bytes);
        parameters.extradata_size(extradata.length);
    }

    /**
     * Decodes until there is a picture. Packets that the decoder refuses are passed over: their pictures go missing and become gaps.
     *
     * @param advance moves {@code packet} to the next packet; false if there is none, on which the decoder gives what it holds
     * @return false when the decoder is empty and nothing is left to feed
     */
    boolean decodeNext(AVPacket packet, BooleanSupplier advance) {
        while (true) {
            int code = avcodec.avcodec_receive_frame(context, frame);
            if (code >= 0) {
                return true;
            }
            if (code == avutil.AVERROR_EOF()) {
                return false;
            }
            if (code == avutil.AVERROR_EAGAIN()) {
                feed(packet, advance);
            }
        }
    }

    private void feed(AVPacket packet, BooleanSupplier advance) {
        if (!draining && advance.getAsBoolean()) {
            avcodec.avcodec_send_packet(context, packet);
        } else {
            draining = true;
            avcodec.avcodec_send_packet(context, null);
        }
    }

    /** True once the end has been signalled: only {@link #reset} makes it take packets again. */
    boolean isDraining() {
        return draining;
    }

    /** Forgets everything; the next packet must be a key frame. */
    void reset() {
        avcodec.avcodec_flush_buffers(context);
        draining = false;
    }

    int codecId() {
        return context.codec_id();
    }

    AVFrame frame() {
        return frame;
    }

    long framePts() {
        long pts = frame.pts();
        return pts == avutil.AV_NOPTS_VALUE ? frame.best_effort_timestamp() : pts;
    }

    /** True if the decoder says that the picture, or a part of it, is not what was coded. */
    boolean frameIsDamaged() {
        return frame.decode_error_flags() != 0 || (frame.flags() & FRAME_FLAG_CORRUPT) != 0;
    }

    @Override
    public void close() {
        avutil.av_frame_free(frame);
        avcodec.avcodec_free_context(context);
    }
}
