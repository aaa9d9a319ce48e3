package org.egoscope.ingest.internal.ffmpeg;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVCodecParserContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.PointerScope;
import org.egoscope.core.ErrorKind;

/** Picture order counts of H.264 and HEVC packets, read from the slice headers without decoding. */
final class PictureOrder implements AutoCloseable {
    /** PARSER_FLAG_COMPLETE_FRAMES of libavcodec/avcodec.h: each call gets exactly one access unit. */
    private static final int COMPLETE_FRAMES = 1;

    private final AVCodecParserContext parser;
    private final AVCodecContext context;

    PictureOrder(AVCodecParameters parameters) {
        AVCodec codec = avcodec.avcodec_find_decoder(parameters.codec_id());
        this.context = Ffmpeg.allocated(avcodec.avcodec_alloc_context3(codec), "codec");
        Ffmpeg.check(avcodec.avcodec_parameters_to_context(context, parameters), ErrorKind.BAD_INPUT, "codec parameters");
        this.parser = Ffmpeg.allocated(avcodec.av_parser_init(parameters.codec_id()), "parser");
        parser.flags(parser.flags() | COMPLETE_FRAMES);
    }

    /** Rises with the order of showing from one key frame to the next. */
    int of(AVPacket packet) {
        try (PointerScope scope = new PointerScope()) {
            PointerPointer<BytePointer> output = new PointerPointer<>(1);
            IntPointer size = new IntPointer(1);
            avcodec.av_parser_parse2(
                    parser, context, output, size, packet.data(), packet.size(), avutil.AV_NOPTS_VALUE, packet.dts(), packet.pos());
            return parser.output_picture_number();
        }
    }

    @Override
    public void close() {
        avcodec.av_parser_close(parser);
        avcodec.avcodec_free_context(context);
    }
}
