package org.egoscope.ingest.internal.ffmpeg;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/**
 * Presentation stamps for containers that store only the order of decoding (AVI).
 *
 * <p>Where frames are not reordered the decode stamp is the presentation stamp. In MPEG-1, 2 and 4 with B pictures a reference
 * picture is shown when the next reference picture is decoded (ISO/IEC 13818-2, 6.1.1.11), and a B picture when it is decoded, which
 * FFmpeg fills in; so a reference picture waits here, with the B pictures behind it, until the next one has come. In H.264 and HEVC
 * the packets of a GOP wait for its end and share out its decode stamps by their picture order counts.
 */
final class MissingStamps implements AutoCloseable {
    /** A GOP without end must not fill the memory; beyond this, order is only right within each run of so many. */
    private static final int MAX_WAITING = 1024;

    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private final ArrayDeque<AVPacket> ready = new ArrayDeque<>();
    private final ArrayDeque<AVPacket> spare = new ArrayDeque<>();
    private final AVStream stream;
    private final boolean reorders;
    private final boolean countsOrder;
    private final long frameTicks;
    private @Nullable PictureOrder order;
    private long lastDts = avutil.AV_NOPTS_VALUE;

    private record Waiting(AVPacket packet, int order) {}

    MissingStamps(AVStream stream, MediaFacts facts) {
        int codec = stream.codecpar().codec_id();
        this.stream = stream;
        this.reorders = facts.reorders();
        this.countsOrder = codec == avcodec.AV_CODEC_ID_H264 || codec == avcodec.AV_CODEC_ID_HEVC;
        double seconds = facts.framesPerSecond() > 0 ? 1 / facts.framesPerSecond() : 1.0 / 30;
        this.frameTicks = Math.max(1, facts.timeScale().ticksWithin(Math.round(seconds * 1e9)));
    }

    /** True if the packet was taken over to wait; false if it can be used as it is now. */
    boolean take(AVPacket packet) {
        boolean missing = packet.pts() == avutil.AV_NOPTS_VALUE;
        if (packet.dts() == avutil.AV_NOPTS_VALUE && missing) {
            packet.dts(lastDts == avutil.AV_NOPTS_VALUE ? 0 : lastDts + frameTicks);
        }
        if (packet.dts() != avutil.AV_NOPTS_VALUE) {
            lastDts = packet.dts();
        }
        if (missing && !reorders) {
            packet.pts(packet.dts());
            return false;
        }
        if (!missing && waiting.isEmpty()) {
            return false;
        }
        boolean key = (packet.flags() & avcodec.AV_PKT_FLAG_KEY) != 0;
        if (countsOrder && (key || waiting.size() >= MAX_WAITING)) {
            releaseInOrder();
        } else if (!countsOrder && missing) {
            release(packet.dts());
        }
        hold(packet);
        return true;
    }

    private void hold(AVPacket packet) {
        if (countsOrder && order == null) {
            order = new PictureOrder(stream.codecpar());
        }
        AVPacket copy = spare.isEmpty() ? Ffmpeg.allocated(avcodec.av_packet_alloc(), "packet") : spare.pop();
        avcodec.av_packet_move_ref(copy, packet);
        waiting.add(new Waiting(copy, order == null ? 0 : order.of(copy)));
    }

    private void release(long ptsOfFirst) {
        if (!waiting.isEmpty()) {
            waiting.peekFirst().packet().pts(ptsOfFirst);
            waiting.forEach(held -> ready.add(held.packet()));
            waiting.clear();
        }
    }

    /** The n-th picture to be shown is shown at the n-th decode stamp. */
    private void releaseInOrder() {
        List<Waiting> shown = new ArrayList<>(waiting);
        shown.sort(Comparator.comparingInt(Waiting::order));
        long[] stamps = waiting.stream().mapToLong(held -> held.packet().dts()).sorted().toArray();
        for (int i = 0; i < stamps.length; i++) {
            shown.get(i).packet().pts(stamps[i]);
        }
        // A decode stamp must not pass any stamp that is still to come, which the cutter relies on.
        long earliest = Long.MAX_VALUE;
        for (var held = waiting.descendingIterator(); held.hasNext(); ) {
            AVPacket packet = held.next().packet();
            earliest = Math.min(earliest, packet.pts());
            packet.dts(Math.min(packet.dts(), earliest));
        }
        waiting.forEach(held -> ready.add(held.packet()));
        waiting.clear();
    }

    /** No more packets: the last reference picture is shown a frame after the last decoding. */
    void finish() {
        if (countsOrder) {
            releaseInOrder();
        } else {
            release(lastDts + frameTicks);
        }
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
        waiting.forEach(held -> ready.add(held.packet()));
        waiting.clear();
        for (AVPacket packet : ready) {
            avcodec.av_packet_unref(packet);
            spare.push(packet);
        }
        ready.clear();
        lastDts = avutil.AV_NOPTS_VALUE;
        if (order != null) {
            order.close();
            order = null;
        }
    }

    @Override
    public void close() {
        clear();
        spare.forEach(avcodec::av_packet_free);
        spare.clear();
    }
}
