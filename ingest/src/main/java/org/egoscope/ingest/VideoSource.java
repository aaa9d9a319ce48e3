package org.egoscope.ingest;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.egoscope.core.Batch;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.ChunkPayload;
import org.egoscope.core.video.EncodedPacket;
import org.egoscope.core.video.Gap;
import org.egoscope.core.video.SessionId;
import org.egoscope.core.video.SessionInfo;
import org.egoscope.core.video.VideoChunk;
import org.egoscope.ingest.internal.chunk.CodedFrame;
import org.egoscope.ingest.internal.chunk.Cut;
import org.egoscope.ingest.internal.chunk.GopCutter;
import org.egoscope.ingest.internal.chunk.SessionTags;
import org.egoscope.ingest.internal.chunk.TimeScale;
import org.egoscope.ingest.internal.ffmpeg.MediaFacts;
import org.egoscope.ingest.internal.ffmpeg.MediaReader;
import org.egoscope.ingest.internal.ffmpeg.SourceAddress;
import org.egoscope.ingest.internal.sidecar.SidecarFinder;
import org.egoscope.ingest.internal.sidecar.Sidecars;
import org.jspecify.annotations.Nullable;

/**
 * One recording or stream as a run of chunks, demuxed but not decoded.
 *
 * <p>Batches are dense in sequence; the final one has {@code last} set (for live sources it is an extra, empty one, since nobody
 * knows beforehand which chunk is the last). The chunks of a file refer to the file; those of a live source carry their packets.
 */
public final class VideoSource implements Iterator<Batch<VideoChunk>>, AutoCloseable {
    private static final String STAGE = "ingest";

    /** Decode stamps rise; muxers that get it wrong are off by a frame or two. */
    private static final long MOST_BACK_NANOS = 1_000_000_000L;

    private final SessionId id;
    private final IngestConfig config;
    private final MediaReader reader;
    private final MediaFacts facts;
    private final Sidecars sidecars;
    private final GopCutter cutter;
    private final SessionInfo session;
    private final TimeScale timeScale;
    private @Nullable Cut ahead;
    private boolean haveAhead;
    private long packets;
    private long hiddenPackets;
    private long lastDts = CodedFrame.NO_STAMP;
    private long framesAfterRestart;
    private String restart = "";
    private long sequence;
    private long endNanos;
    private boolean done;

    private VideoSource(SourceAddress address, Optional<Path> file, SessionId id, IngestConfig config) {
        this.id = id;
        this.config = config;
        this.reader = MediaReader.open(address, config.readTimeout());
        try {
            this.facts = reader.facts();
            this.sidecars = openSidecars(file);
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
        try {
            long longest = facts.timeScale().ticksWithin(config.chunkDuration().toNanos());
            this.cutter = new GopCutter(config.chunkFrames(), longest, address.live());
            this.ahead = readCut();
            this.haveAhead = true;
            this.timeScale = facts.timeScale().withOrigin(originPts());
            this.session = describe();
            requireFrames();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Opens a file. Sidecars named in the configuration, or found beside the file, are used. */
    public static VideoSource open(Path file, SessionId id, IngestConfig config) {
        return new VideoSource(SourceAddress.ofFile(file), Optional.of(file), id, config);
    }

    /** Opens a file or a stream: {@code file, rtsp, rtmp, udp, srt, tcp, http, https, pipe}. */
    public static VideoSource open(URI source, SessionId id, IngestConfig config) {
        if ("file".equals(source.getScheme())) {
            return open(Path.of(source), id, config);
        }
        return new VideoSource(SourceAddress.ofUri(source), Optional.empty(), id, config);
    }

    private Sidecars openSidecars(Optional<Path> file) {
        Optional<Path> poses = config.poseFile().or(() -> file.flatMap(SidecarFinder::poses));
        Optional<Path> camera = config.cameraFile().or(() -> file.flatMap(SidecarFinder::camera));
        Sidecars.Unsaid unsaid = new Sidecars.Unsaid(config.assumedFieldOfViewDegrees(), config.cameraTiltDegrees());
        return new Sidecars(poses, camera, upright(facts.codedSize()), upright(workingSize()), unsaid);
    }

    private ImageSize workingSize() {
        return facts.codedSize().fitLongSide(config.longSidePixels());
    }

    private ImageSize upright(ImageSize size) {
        return facts.rotationDegrees() % 180 == 0 ? size : new ImageSize(size.height(), size.width());
    }

    private long originPts() {
        if (ahead == null) {
            return 0;
        }
        return ahead.framesBeforeKey() > 0 ? Math.min(ahead.framesBeforeKeyPts(), ahead.pts().get(0)) : ahead.pts().get(0);
    }

    private SessionInfo describe() {
        Map<String, String> tags = new TreeMap<>(facts.tags());
        tags.putAll(sidecars.tags());
        tags.put(SessionTags.ORIGIN_PTS, Long.toString(timeScale.originPts()));
        tags.put(SessionTags.TIME_BASE, timeScale.numerator() + "/" + timeScale.denominator());
        return new SessionInfo(
                id, reader.address().displayUri(), facts.container(), facts.codec(), facts.codedSize(), facts.rotationDegrees(),
                sidecars.camera(), facts.framesPerSecond(), facts.durationNanos(), facts.expectedFrames(),
                sidecars.wallClockStartNanos(), tags);
    }

    private void requireFrames() {
        if (ahead == null && cutter.framesCounted() == 0 && facts.expectedFrames().isEmpty()) {
            throw PipelineException.badInput("video: expected frames, got none in " + reader.address().displayUri());
        }
    }

    /** What is known of the recording; the same object is in every chunk. */
    public SessionInfo session() {
        return session;
    }

    @Override
    public boolean hasNext() {
        return !done;
    }

    /** The next batch, with exactly one chunk, or none in the extra last batch of a live source. */
    @Override
    public Batch<VideoChunk> next() {
        if (done) {
            throw new NoSuchElementException("session " + id + " has ended");
        }
        Cut cut = takeCut();
        boolean live = reader.address().live();
        if (!live && cut != null) {
            ahead = readCut();
            haveAhead = true;
        }
        done = live ? cut == null : ahead == null;
        List<VideoChunk> items = new ArrayList<>();
        List<Gap> closing = done ? missingAtEnd(cut) : List.of();
        if (cut != null) {
            items.add(chunk(cut, closing));
        } else if (!closing.isEmpty()) {
            items.add(chunkOfGaps(closing));
        }
        long start = items.isEmpty() ? endNanos : items.get(0).span().start().nanos();
        long end = items.isEmpty() ? endNanos : items.get(0).span().end().nanos();
        return new Batch<>(id, sequence++, TimeRange.ofNanos(start, end), done, items);
    }

    /** A live source is never read ahead: a chunk would wait for the next one. */
    private @Nullable Cut takeCut() {
        Cut cut = haveAhead ? ahead : readCut();
        haveAhead = false;
        ahead = null;
        return cut;
    }

    private @Nullable Cut readCut() {
        Cut cut = cutter.poll();
        while (cut == null && restart.isEmpty() && reader.next()) {
            CodedFrame frame = reader.frame(packets++, reader.address().live());
            if (startsAgain(frame)) {
                leaveOut(frame);
                break;
            }
            hiddenPackets += frame.shown() ? 0 : 1;
            cutter.add(frame);
            cut = cutter.poll();
        }
        if (cut == null) {
            cutter.finish();
            cut = cutter.poll();
        }
        return cut;
    }

    /**
     * Whether the recording's clock goes back, as in files that were joined end to end. Frames from there on would lie among those before
     * and be looked for there.
     */
    private boolean startsAgain(CodedFrame frame) {
        if (reader.address().live() || frame.dts() == CodedFrame.NO_STAMP) {
            return false;
        }
        boolean back = lastDts != CodedFrame.NO_STAMP && frame.dts() < lastDts - facts.timeScale().ticksWithin(MOST_BACK_NANOS);
        lastDts = back ? lastDts : frame.dts();
        return back;
    }

    private void leaveOut(CodedFrame first) {
        restart = String.format(
                Locale.ROOT, "expected rising time stamps, got a clock that goes back by %.1f s (joined recordings? cut the file there)",
                (lastDts - first.dts()) / (double) facts.timeScale().ticksWithin(MOST_BACK_NANOS));
        framesAfterRestart = first.shown() ? 1 : 0;
        while (reader.next()) {
            framesAfterRestart += reader.isShown() ? 1 : 0;
        }
    }

    private VideoChunk chunk(Cut cut, List<Gap> closing) {
        List<Long> times = cut.pts().stream().map(timeScale::nanosOf).toList();
        endNanos = timeScale.nanosOf(cut.endPts());
        TimeRange span = TimeRange.ofNanos(times.get(0), endNanos);
        List<Gap> gaps = new ArrayList<>();
        if (cut.framesBeforeKey() > 0) {
            gaps.add(beforeKey(cut.firstFrameIndex(), cut.framesBeforeKey(), times.get(0)));
        }
        gaps.addAll(closing);
        return new VideoChunk(
                session, cut.firstFrameIndex(), times, span, cut.leadInFrames(), payload(cut),
                new VideoChunk.Extradata(facts.extradata()), sidecars.cut(span), gaps);
    }

    private Gap beforeKey(long nextFrameIndex, long count, long untilNanos) {
        TimeRange span = TimeRange.ofNanos(Math.min(0, untilNanos), untilNanos);
        return new Gap(
                STAGE, nextFrameIndex - count, count, span, Gap.Reason.MISSING_KEY_FRAME,
                "expected a key frame at the start, got " + count + " frames before the first one");
    }

    private VideoChunk chunkOfGaps(List<Gap> gaps) {
        long first = gaps.get(0).firstFrameIndex();
        TimeRange span = TimeRange.ofNanos(
                gaps.get(0).span().start().nanos(), gaps.get(gaps.size() - 1).span().end().nanos());
        Gap last = gaps.get(gaps.size() - 1);
        long next = last.firstFrameIndex() + last.frameCount();
        return new VideoChunk(
                session, Math.max(first, next), List.of(), span, 0, new ChunkPayload.None(), VideoChunk.Extradata.EMPTY,
                sidecars.cut(span), gaps);
    }

    private ChunkPayload payload(Cut cut) {
        if (!reader.address().live()) {
            return new ChunkPayload.FileReference(
                    reader.address().displayUri(), facts.streamIndex(), cut.keyPts(), cut.keyBytePosition());
        }
        List<EncodedPacket> coded = new ArrayList<>();
        long bytes = 0;
        for (CodedFrame frame : cut.packets()) {
            long dts = frame.dts() == CodedFrame.NO_STAMP ? frame.pts() : frame.dts();
            coded.add(new EncodedPacket(timeScale.nanosOf(frame.pts()), timeScale.nanosOf(dts), frame.key(), frame.bytes()));
            bytes += frame.bytes().length;
        }
        ChunkPayload.Inline inline = new ChunkPayload.Inline(coded);
        if (bytes <= config.inlineLimitBytes()) {
            return inline;
        }
        Path directory = config.segmentDirectory().orElseThrow(() -> PipelineException.badConfig(
                "segmentDirectory: expected one for chunks above " + config.inlineLimitBytes() + " bytes, got none"));
        return new SegmentStore(directory).put(inline);
    }

    /** Frames that the container announces and the file does not hold. */
    private List<Gap> missingAtEnd(@Nullable Cut last) {
        long end = last == null ? endNanos : timeScale.nanosOf(last.endPts());
        long counted = last == null ? cutter.framesCounted() : last.firstFrameIndex() + last.pts().size();
        List<Gap> gaps = new ArrayList<>();
        if (last == null && !cutter.sawKeyFrame() && counted > 0) {
            end = facts.timeScale().nanosOfTicks(0);
            gaps.add(beforeKey(counted, counted, end));
        }
        if (framesAfterRestart > 0) {
            long length = facts.framesPerSecond() > 0 ? Math.round(framesAfterRestart * 1e9 / facts.framesPerSecond()) : 1;
            gaps.add(new Gap(STAGE, counted, framesAfterRestart, TimeRange.ofNanos(end, end + length), Gap.Reason.TRUNCATED, restart));
        } else {
            missing(counted, end).ifPresent(gaps::add);
        }
        return gaps;
    }

    private Optional<Gap> missing(long counted, long endOfLast) {
        Truncation truncation = new Truncation(facts, counted, hiddenPackets, endOfLast);
        OptionalLong frames = truncation.missingFrames();
        if (frames.isEmpty()) {
            return Optional.empty();
        }
        TimeRange span = TimeRange.ofNanos(endOfLast, Math.max(endOfLast, facts.durationNanos()));
        String detail = truncation.detail() + Optional.ofNullable(reader.endReason()).map(why -> "; " + why).orElse("");
        return Optional.of(new Gap(STAGE, counted, frames.getAsLong(), span, Gap.Reason.TRUNCATED, detail));
    }

    @Override
    public void close() {
        sidecars.close();
        reader.close();
    }
}
