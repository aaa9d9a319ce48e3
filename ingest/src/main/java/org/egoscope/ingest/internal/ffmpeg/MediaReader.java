package org.egoscope.ingest.internal.ffmpeg;

import java.time.Duration;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.ingest.internal.chunk.CodedFrame;
import org.jspecify.annotations.Nullable;

/**
 * The video packets of one source, in decode order, without decoding them. Chunks are cut and decoded through this same class, so
 * both see the same stamps.
 */
public final class MediaReader implements AutoCloseable {
    /** Containers that hold video with times; playlists, scripts and virtual inputs are left out on purpose. */
    private static final String FORMATS =
            "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,flv,live_flv,asf,ivf,nut,ogg,rtsp,rtp";

    private static final String PROBE_BYTES = "5000000";
    private static final String MAX_STREAMS = "64";

    /** A headset picture has more; less than a tile of the smallest network is no footage. */
    private static final int MIN_SIDE_PIXELS = 16;

    /** Damaged regions give errors packet by packet; without a bound a source that only gives errors never ends. */
    private static final int MAX_ERRORS_IN_A_ROW = 256;

    private final SourceAddress address;
    private final Deadline deadline;
    private final AVFormatContext context;
    private final AVStream stream;
    private final MediaFacts facts;
    private final AVPacket packet;
    private final ShownFrames shownFrames;
    private final MissingStamps missingStamps;
    private boolean repeat;
    private boolean endOfFile;
    private long packetsRead;
    private @Nullable String endReason;

    private MediaReader(SourceAddress address, Deadline deadline, AVFormatContext context) {
        this.address = address;
        this.deadline = deadline;
        this.context = context;
        this.stream = chooseVideo(context, address);
        this.facts = MediaFacts.of(context, stream);
        this.packet = Ffmpeg.allocated(avcodec.av_packet_alloc(), "packet");
        this.shownFrames = ShownFrames.of(stream.codecpar().codec_id());
        this.missingStamps = new MissingStamps(stream, facts);
    }

    public static MediaReader open(SourceAddress address, Duration timeout) {
        Ffmpeg.load();
        Deadline deadline = new Deadline(timeout);
        AVFormatContext context = Ffmpeg.allocated(avformat.avformat_alloc_context(), "container");
        deadline.attachTo(context);
        try {
            openInput(address, context);
        } catch (RuntimeException e) {
            deadline.close();
            throw e;
        }
        try {
            deadline.restart();
            Ffmpeg.check(
                    avformat.avformat_find_stream_info(context, (AVDictionary) null), ErrorKind.BAD_INPUT,
                    "video: cannot read the streams of " + address.displayUri());
            return new MediaReader(address, deadline, context);
        } catch (RuntimeException e) {
            Ffmpeg.closeInput(context);
            deadline.close();
            throw e;
        }
    }

    private static void openInput(SourceAddress address, AVFormatContext context) {
        AVDictionary options = new AVDictionary(null);
        avutil.av_dict_set(options, "protocol_whitelist", address.protocols(), 0);
        avutil.av_dict_set(options, "format_whitelist", FORMATS, 0);
        avutil.av_dict_set(options, "max_streams", MAX_STREAMS, 0);
        avutil.av_dict_set(options, "probesize", PROBE_BYTES, 0);
        // On failure FFmpeg frees the context itself.
        int code = avformat.avformat_open_input(context, address.url(), null, options);
        avutil.av_dict_free(options);
        Ffmpeg.check(
                code, ErrorKind.BAD_INPUT,
                "video: expected a video container (mp4, mov, mkv, webm, avi, ts, ...), got " + address.displayUri());
    }

    private static AVStream chooseVideo(AVFormatContext context, SourceAddress address) {
        int best = avformat.av_find_best_stream(
                context, avutil.AVMEDIA_TYPE_VIDEO, -1, -1, (org.bytedeco.ffmpeg.avcodec.AVCodec) null, 0);
        if (best < 0 || (context.streams(best).disposition() & avformat.AV_DISPOSITION_ATTACHED_PIC) != 0) {
            throw PipelineException.badInput("video: expected a video stream, got none in " + address.displayUri());
        }
        for (int i = 0; i < context.nb_streams(); i++) {
            context.streams(i).discard(i == best ? avcodec.AVDISCARD_DEFAULT : avcodec.AVDISCARD_ALL);
        }
        AVStream stream = context.streams(best);
        AVCodecParameters parameters = stream.codecpar();
        int shorter = Math.min(parameters.width(), parameters.height());
        int longer = Math.max(parameters.width(), parameters.height());
        if (shorter < MIN_SIDE_PIXELS || longer > org.egoscope.core.geometry.ImageSize.MAX_SIDE) {
            throw PipelineException.badInput("video: expected pictures of " + MIN_SIDE_PIXELS + ".."
                    + org.egoscope.core.geometry.ImageSize.MAX_SIDE + " pixels a side, got " + parameters.width() + "x"
                    + parameters.height() + " in " + address.displayUri());
        }
        return stream;
    }

    public MediaFacts facts() {
        return facts;
    }

    public SourceAddress address() {
        return address;
    }

    AVPacket packet() {
        return packet;
    }

    AVCodecParameters parameters() {
        return stream.codecpar();
    }

    /** Goes to the next video packet; false at the end. */
    public boolean next() {
        if (repeat) {
            repeat = false;
            return true;
        }
        while (true) {
            if (missingStamps.poll(packet)) {
                return true;
            }
            if (endOfFile) {
                return false;
            }
            if (!readRaw()) {
                endOfFile = true;
                missingStamps.finish();
            } else if (!missingStamps.take(packet)) {
                return true;
            }
        }
    }

    private boolean readRaw() {
        for (int errors = 0; errors < MAX_ERRORS_IN_A_ROW; ) {
            avcodec.av_packet_unref(packet);
            deadline.restart();
            int code = avformat.av_read_frame(context, packet);
            if (code >= 0) {
                if (packet.stream_index() == stream.index() && packet.size() > 0) {
                    packetsRead++;
                    return true;
                }
            } else if (code == avutil.AVERROR_EOF()) {
                return false;
            } else if (code == avutil.AVERROR_EXIT() || deadline.expired()) {
                stalled();
                return false;
            } else if (code != avutil.AVERROR_EAGAIN()) {
                errors++;
                endReason = Ffmpeg.errorText(code);
            }
        }
        return false;
    }

    /** A file that does not answer is broken; a stream that falls silent has ended. */
    private void stalled() {
        endReason = "no data within the read timeout";
        if (!address.live()) {
            throw PipelineException.badInput("video: no data within the read timeout from " + address.displayUri());
        }
    }

    /** The packet as the cutter needs it; its bytes are copied only on request. */
    public CodedFrame frame(long ordinal, boolean withBytes) {
        byte[] bytes = new byte[withBytes ? packet.size() : 0];
        if (withBytes) {
            packet.data().get(bytes);
        }
        return new CodedFrame(
                ordinal, pts(), packet.dts(), packet.duration(), isKey(), isShown(), packet.pos(), bytes);
    }

    long pts() {
        return packet.pts();
    }

    boolean isKey() {
        return (packet.flags() & avcodec.AV_PKT_FLAG_KEY) != 0;
    }

    public boolean isShown() {
        return (packet.flags() & avcodec.AV_PKT_FLAG_DISCARD) == 0 && shownFrames.isShown(packet);
    }

    /** Video packets read since opening, for progress and limits. */
    public long packetsRead() {
        return packetsRead;
    }

    /** Why reading ended before the end of the file, if it did. */
    public @Nullable String endReason() {
        return endReason;
    }

    /** Makes the next {@link #next} give the key frame with this stamp; false if the source has none. */
    boolean seekToKey(long keyPts, long bytePosition) {
        return (packetsRead == 0 && scanTo(keyPts))
                || (seekTime(keyPts) && scanTo(keyPts))
                || (seekTime(keyPts - oneSecondTicks()) && scanTo(keyPts))
                || (bytePosition >= 0 && seek(bytePosition, avformat.AVSEEK_FLAG_BYTE) && scanTo(keyPts))
                || (seek(0, avformat.AVSEEK_FLAG_BYTE) && scanTo(keyPts));
    }

    private boolean seekTime(long stamp) {
        return seek(stamp, avformat.AVSEEK_FLAG_BACKWARD);
    }

    private long oneSecondTicks() {
        return Math.max(1, facts.timeScale().ticksWithin(1_000_000_000L));
    }

    private boolean seek(long target, int flags) {
        deadline.restart();
        missingStamps.clear();
        endOfFile = false;
        repeat = false;
        int streamIndex = (flags & avformat.AVSEEK_FLAG_BYTE) != 0 ? -1 : stream.index();
        return avformat.av_seek_frame(context, streamIndex, target, flags) >= 0;
    }

    private boolean scanTo(long keyPts) {
        while (next()) {
            if (isKey() && pts() == keyPts) {
                repeat = true;
                return true;
            }
            if (packet.dts() != avutil.AV_NOPTS_VALUE && packet.dts() > keyPts) {
                return false;
            }
        }
        return false;
    }

    @Override
    public void close() {
        missingStamps.close();
        avcodec.av_packet_free(packet);
        Ffmpeg.closeInput(context);
        deadline.close();
    }
}
