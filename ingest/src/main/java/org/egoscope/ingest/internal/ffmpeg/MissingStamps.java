package org.egoscope.ingest.internal.ffmpeg;

import java.util.ArrayDeque;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Presentation stamps for containers that store only the order of decoding (AVI).
 *
 * <p>In MPEG-1, 2 and 4 with B pictures a reference picture is shown when the next reference picture is decoded (ISO/IEC 13818-2,
 * 6.1.1.11), and a B picture when it is decoded, which FFmpeg fills in. So a reference picture waits here, with the B pictures
 * behind it, until the next one has come. Where frames are not reordered the decode stamp is the presentation stamp.
 */
final class MissingStamps implements AutoCloseable {
    private final ArrayDeque<AVPacket> waiting = new ArrayDeque<>();
    private final ArrayDeque<AVPacket> ready = new ArrayDeque<>();
    private final ArrayDeque<AVPacket> spare = new ArrayDeque<>();
    private final boolean waitsForReference;
    private final long frameTicks;
    private long lastDts = avutil.AV_NOPTS_VALUE;

    MissingStamps(AVStream stream, MediaFacts facts) {
        int codec = stream.codecpar().codec_id();
        boolean oneInOneOut = codec != avcodec.AV_CODEC_ID_H264 && codec != avcodec.AV_CODEC_ID_HEVC;
        this.waitsForReference = facts.reorders() && oneInOneOut;
        double seconds = facts.framesPerSecond() > 0 ? 1 / facts.framesPerSecond() : 1.0 / 30;
        this.frameTicks = Math.max(1, facts.timeScale().ticksWithin(Math.round(seconds * 1e9)));
    }

    /** True if the packet was taken over to wait; false if it can be used as it is now. */
    boolean take(AVPacket packet) {
        if (packet.dts() == avutil.AV_NOPTS_VALUE && packet.pts() == avutil.AV_NOPTS_VALUE) {
            packet.dts(lastDts == avutil.AV_NOPTS_VALUE ? 0 : lastDts + frameTicks);
        }
        if (packet.dts() != avutil.AV_NOPTS_VALUE) {
            lastDts = packet.dts();
        }
        if (packet.pts() != avutil.AV_NOPTS_VALUE && waiting.isEmpty()) {
            return false;
        }
        if (packet.pts() == avutil.AV_NOPTS_VALUE && !waitsForReference) {
            packet.pts(packet.dts());
            return false;
        }
        if (packet.pts() == avutil.AV_NOPTS_VALUE) {
            release(packet.dts());
        }
        hold(packet);
        return true;
    }

    private void hold(AVPacket packet) {
        AVPacket copy = spare.isEmpty() ? Ffmpeg.allocated(avcodec.av_packet_alloc(), "packet") : spare.pop();
        avcodec.av_packet_move_ref(copy, packet);
        waiting.add(copy);
    }

    private void release(long pts) {
        if (!waiting.isEmpty()) {
            waiting.peekFirst().pts(pts);
            ready.addAll(waiting);
            waiting.clear();
        }
    }

    /** No more packets: the last reference picture is shown a frame after the last decoding. */
    void finish() {
        release(lastDts + frameTicks);
    }

    boolean poll(AVPacket target) {
        AVPacket next = ready.poll();
        if (next == null) {
            return false;
        }
        avcodec.av_packet_unref(target);
        avcodec.av_packet_move_ref(target, next);
        spare.push(next);
        return true;
    }

    void clear() {
        ready.addAll(waiting);
        waiting.clear();
        for (AVPacket packet : ready) {
            avcodec.av_packet_unref(packet);
            spare.push(packet);
        }
        ready.clear();
        lastDts = avutil.AV_NOPTS_VALUE;
    }

    @Override
    public void close() {
        clear();
        spare.forEach(avcodec::av_packet_free);
        spare.clear();
    }
}
