package org.egoscope.ingest.internal.chunk;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Cuts frames that arrive in decode order into runs in presentation order that can each be decoded from a key frame.
 *
 * <p>Three orders meet here. Packets come in decode order; results are counted in presentation order; and a frame may be decoded
 * from the last key frame that is not shown after it. Leading pictures (open GOPs: HEVC RASL, MPEG B pictures before their I)
 * are coded after key frame K but shown before it, and need the key frame before K too: going by presentation stamps puts them
 * into the earlier chunk, whose decoding then reads on past K until they have come out.
 *
 * <p>A stamp is final once the decode stamps have reached it, since nothing is decoded after it is shown. A chunk is cut when its
 * window is final: at the last key frame in the window if there is one beyond its start (short GOPs are grouped), else at the
 * window's end (long GOPs are split, the later parts with a lead-in).
 */
public final class GopCutter {
    private final int maxFrames;
    private final long maxTicks;
    private final boolean keepPackets;

    /** Shown frames not cut yet, by presentation stamp. */
    private final List<CodedFrame> pending = new ArrayList<>();

    /** Packets from the current key frame on, decode order; only if packets carry bytes. */
    private final Deque<CodedFrame> packets = new ArrayDeque<>();

    private final Deque<Key> keys = new ArrayDeque<>();
    private @Nullable Key current;
    private long nextFrameIndex;
    private long finalPts = Long.MIN_VALUE;
    private long lastPts = Long.MIN_VALUE;
    private boolean finished;
    private long framesBeforeKey;
    private long framesBeforeKeyPts;

    private static final class Key {
        private final CodedFrame frame;
        private long frameIndex = -1;

        Key(CodedFrame frame) {
            this.frame = frame;
        }
    }

    /**
     * @param maxFrames most frames of a chunk
     * @param maxTicks longest chunk in ticks of the stream's time base, at least 1
     * @param keepPackets true to hand out the packets with each cut
     */
    public GopCutter(int maxFrames, long maxTicks, boolean keepPackets) {
        this.maxFrames = maxFrames;
        this.maxTicks = Math.max(1, maxTicks);
        this.keepPackets = keepPackets;
    }

    /** Frames cut so far and those known to be lost before the first key frame. */
    public long framesCounted() {
        return nextFrameIndex;
    }

    public boolean sawKeyFrame() {
        return current != null || !keys.isEmpty();
    }

    /** Takes the next packet in decode order. */
    public void add(CodedFrame frame) {
        boolean beforeFirstKey = !sawKeyFrame() && !frame.key();
        if (beforeFirstKey) {
            countAsLost(frame);
            return;
        }
        if (frame.key()) {
            startKey(frame);
        }
        if (keepPackets) {
            packets.add(frame);
        }
        if (frame.shown()) {
            insert(frame);
        }
        if (frame.dts() != CodedFrame.NO_STAMP) {
            finalPts = Math.max(finalPts, frame.dts());
        }
    }

    private void countAsLost(CodedFrame frame) {
        if (!frame.shown()) {
            return;
        }
        framesBeforeKeyPts = framesBeforeKey == 0 ? frame.pts() : Math.min(framesBeforeKeyPts, frame.pts());
        framesBeforeKey++;
        nextFrameIndex++;
    }

    private void startKey(CodedFrame frame) {
        if (frame.dts() == CodedFrame.NO_STAMP && !keys.isEmpty()) {
            finalPts = Math.max(finalPts, keys.peekLast().frame.pts() - 1);
        }
        Key key = new Key(frame);
        if (current == null) {
            current = key;
        } else {
            keys.add(key);
        }
    }

    private void insert(CodedFrame frame) {
        int at = pending.size();
        while (at > 0 && pending.get(at - 1).pts() > frame.pts()) {
            at--;
        }
        pending.add(at, frame);
    }

    /** No more packets: everything pending is final. */
    public void finish() {
        finished = true;
    }

    /** Frames that can still be cut. */
    public boolean hasPending() {
        return !pending.isEmpty();
    }

    /** The next run if it is complete, else null. */
    public @Nullable Cut poll() {
        int limit = window();
        if (pending.isEmpty() || (!finished && limit >= finalCount())) {
            return null;
        }
        return cut(lastKeyWithin(limit));
    }

    /** Number of pending frames that fit into one chunk from the first on. */
    private int window() {
        int limit = 0;
        while (limit < pending.size() && limit < maxFrames && fits(limit)) {
            limit++;
        }
        return Math.max(limit, Math.min(1, pending.size()));
    }

    private boolean fits(int index) {
        CodedFrame frame = pending.get(index);
        long end = index + 1 < pending.size() ? pending.get(index + 1).pts() : frame.pts() + frame.durationTicks();
        return end - pending.get(0).pts() <= maxTicks;
    }

    private int finalCount() {
        int count = 0;
        while (count < pending.size() && pending.get(count).pts() <= finalPts) {
            count++;
        }
        return count;
    }

    private int lastKeyWithin(int limit) {
        if (limit >= pending.size()) {
            return pending.size();
        }
        for (int i = limit; i > 0; i--) {
            if (pending.get(i).key()) {
                return i;
            }
        }
        return limit;
    }

    private Cut cut(int count) {
        List<CodedFrame> frames = new ArrayList<>(pending.subList(0, count));
        Key start = keyFor(frames.get(0));
        long firstIndex = nextFrameIndex;
        if (!start.frame.shown() && start.frameIndex < 0) {
            start.frameIndex = firstIndex;
        }
        int leadIn = start.frameIndex < 0 ? 0 : Math.toIntExact(firstIndex - start.frameIndex);
        List<Long> stamps = stampsOf(frames);
        long end = endOf(frames, count, stamps.get(count - 1));
        List<CodedFrame> coded = codedFrom(start, frames);
        pending.subList(0, count).clear();
        nextFrameIndex += count;
        Cut result = new Cut(
                firstIndex, stamps, end, start.frame.pts(), start.frame.bytePosition(), leadIn, coded, framesBeforeKey,
                framesBeforeKeyPts);
        framesBeforeKey = 0;
        advanceKeys(frames, firstIndex);
        return result;
    }

    /** Stamps made strictly rising: a repeated or late one follows its predecessor by a tick. */
    private List<Long> stampsOf(List<CodedFrame> frames) {
        List<Long> stamps = new ArrayList<>(frames.size());
        for (CodedFrame frame : frames) {
            lastPts = lastPts == Long.MIN_VALUE ? frame.pts() : Math.max(frame.pts(), lastPts + 1);
            stamps.add(lastPts);
        }
        return stamps;
    }

    private long endOf(List<CodedFrame> frames, int count, long last) {
        if (count < pending.size()) {
            return Math.max(pending.get(count).pts(), last + 1);
        }
        long length = frames.get(count - 1).durationTicks();
        if (length <= 0 && count > 1) {
            length = last - frames.get(count - 2).pts();
        }
        return last + Math.max(1, length);
    }

    /** The last key frame that is not shown after the frame; the first of all for frames shown before it. */
    private Key keyFor(CodedFrame first) {
        Key key = Objects.requireNonNull(current, "no key frame before the first cut");
        while (!keys.isEmpty() && keys.peekFirst().frame.pts() <= first.pts()) {
            key = keys.removeFirst();
            current = key;
        }
        if (keepPackets) {
            while (packets.peekFirst().ordinal() < key.frame.ordinal()) {
                packets.removeFirst();
            }
        }
        return key;
    }

    private List<CodedFrame> codedFrom(Key start, List<CodedFrame> frames) {
        if (!keepPackets) {
            return List.of();
        }
        // All that is shown up to the end, so that the lead-in is the same as when reading from a file.
        long endPts = frames.get(frames.size() - 1).pts();
        long lastOrdinal = start.frame.ordinal();
        for (CodedFrame packet : packets) {
            lastOrdinal = packet.pts() <= endPts ? Math.max(lastOrdinal, packet.ordinal()) : lastOrdinal;
        }
        List<CodedFrame> coded = new ArrayList<>();
        for (CodedFrame packet : packets) {
            if (packet.ordinal() <= lastOrdinal) {
                coded.add(packet);
            }
        }
        return coded;
    }

    /** Notes at which frame index the passed key frames are shown, from which later lead-ins are counted. */
    private void advanceKeys(List<CodedFrame> frames, long firstIndex) {
        for (int i = 0; i < frames.size(); i++) {
            CodedFrame frame = frames.get(i);
            if (!frame.key()) {
                continue;
            }
            if (current != null && current.frame.ordinal() == frame.ordinal()) {
                current.frameIndex = firstIndex + i;
            }
            for (Key key : keys) {
                if (key.frame.ordinal() == frame.ordinal()) {
                    key.frameIndex = firstIndex + i;
                }
            }
        }
    }
}
