package org.egoscope.ingest;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.Sink;
import org.egoscope.core.StageFactory;
import org.egoscope.core.StatefulStage;
import org.egoscope.core.observation.HeadPose;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.ChunkPayload;
import org.egoscope.core.video.FrameEvent;
import org.egoscope.core.video.Gap;
import org.egoscope.core.video.SessionInfo;
import org.egoscope.core.video.VideoChunk;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.ingest.internal.chunk.SessionTags;
import org.egoscope.ingest.internal.ffmpeg.FrameStream;
import org.egoscope.ingest.internal.sidecar.PoseInterpolator;
import org.jspecify.annotations.Nullable;

/**
 * Chunks to frames at working size.
 *
 * <p>Every frame that a chunk announces leaves as a {@link VideoFrame} with exactly that time, or within a {@link Gap}, in order.
 * A picture counts as lost if the decoder gives none, or flags it as damaged or concealed, and so does every later one up to the
 * next key frame, which is built on it: invented pixels are not passed on as seen. Damage that the decoder does not notice (a wrong
 * but valid code) passes.
 *
 * <p>The frames of a chunk depend on that chunk alone, hence the snapshot is empty. For speed a file that the next chunk continues
 * stays open and its decoder runs on: the decoder has by then taken the same packets since the same key frame that a fresh one
 * would take.
 */
public final class ChunkDecoder implements StatefulStage<VideoChunk, FrameEvent> {
    private static final String STAGE = "ingest";

    private final IngestConfig config;
    private @Nullable FrameStream stream;
    private @Nullable SessionInfo session;
    private String openUri = "";
    private VideoChunk.Extradata openExtradata = VideoChunk.Extradata.EMPTY;
    private long nextFrameIndex = -1;

    /** Uses only {@code readTimeout} and {@code decodeThreads} of the configuration; the rest is in the chunks. */
    public ChunkDecoder(IngestConfig config) {
        this.config = config;
    }

    public static StageFactory<VideoChunk, FrameEvent> factory(IngestConfig config) {
        return id -> new ChunkDecoder(config);
    }

    @Override
    public void accept(VideoChunk chunk, Sink<? super FrameEvent> out) {
        emitKnownGaps(chunk, out, true);
        boolean continues = chunk.firstFrameIndex() == nextFrameIndex;
        nextFrameIndex = -1;
        if (chunk.frameCount() > 0) {
            FrameStream pictures = position(chunk, continues);
            deliver(chunk, pictures, out);
        }
        nextFrameIndex = chunk.firstFrameIndex() + chunk.frameCount();
        emitKnownGaps(chunk, out, false);
    }

    private static void emitKnownGaps(VideoChunk chunk, Sink<? super FrameEvent> out, boolean before) {
        for (Gap gap : chunk.gaps()) {
            if (gap.firstFrameIndex() < chunk.firstFrameIndex() == before) {
                out.emit(gap);
            }
        }
    }

    private FrameStream position(VideoChunk chunk, boolean continues) {
        ChunkPayload payload = chunk.payload();
        if (payload instanceof ChunkPayload.FileReference file) {
            return positionFile(chunk, file, continues);
        }
        if (payload instanceof ChunkPayload.Inline inline) {
            return loadPackets(chunk, inline);
        }
        if (payload instanceof ChunkPayload.SegmentReference segment) {
            return loadPackets(chunk, SegmentStore.get(segment));
        }
        throw PipelineException.badInput("chunk: expected a payload for " + chunk.frameCount() + " frames, got none");
    }

    private FrameStream positionFile(VideoChunk chunk, ChunkPayload.FileReference file, boolean continues) {
        FrameStream.OfFile open;
        if (stream instanceof FrameStream.OfFile same && file.uri().equals(openUri) && isOfOpenSession(chunk)) {
            open = same;
        } else {
            close();
            long origin = SessionTags.originPts(chunk.session());
            open = FrameStream.OfFile.open(file.uri(), origin, output(chunk.session()), config.readTimeout());
            stream = open;
            openUri = file.uri();
            session = chunk.session();
            continues = false;
        }
        if (open.streamIndex() != file.streamIndex()) {
            throw PipelineException.badInput(
                    "video: expected stream " + file.streamIndex() + ", got " + open.streamIndex() + " in " + file.uri());
        }
        if (!continues || open.isExhausted()) {
            open.seekToKey(file.seekPts(), file.seekBytePosition());
        }
        open.wantUpTo(lastOf(chunk.ptsNanos()));
        return open;
    }

    private FrameStream loadPackets(VideoChunk chunk, ChunkPayload.Inline inline) {
        FrameStream.OfPackets open;
        boolean sameCodec = isOfOpenSession(chunk) && chunk.extradata().equals(openExtradata);
        if (stream instanceof FrameStream.OfPackets same && sameCodec) {
            open = same;
        } else {
            close();
            SessionInfo info = chunk.session();
            open = FrameStream.OfPackets.open(info.codec(), chunk.extradata().toBytes(), info.codedSize(), output(info));
            stream = open;
            session = info;
            openExtradata = chunk.extradata();
        }
        open.load(inline.packets());
        return open;
    }

    private boolean isOfOpenSession(VideoChunk chunk) {
        return chunk.session() == session || chunk.session().equals(session);
    }

    private FrameStream.Output output(SessionInfo info) {
        return new FrameStream.Output(info.workingSize(), info.rotationDegrees(), config.decodeThreads());
    }

    private static long lastOf(List<Long> times) {
        return times.get(times.size() - 1);
    }

    private void deliver(VideoChunk chunk, FrameStream pictures, Sink<? super FrameEvent> out) {
        List<Long> times = chunk.ptsNanos();
        PoseInterpolator poses = new PoseInterpolator(chunk.sensors().poses());
        int next = 0;
        while (next < times.size() && (pictures.hasPicture() || pictures.advance())) {
            long time = pictures.timeNanos();
            if (time > lastOf(times)) {
                break;
            }
            int index = Collections.binarySearch(times, time);
            if (index >= next && pictures.isTrusted()) {
                emitGap(chunk, next, index, out);
                out.emit(frame(chunk, index, pictures, poses));
                next = index + 1;
            }
            pictures.pass();
        }
        emitGap(chunk, next, times.size(), out);
    }

    private VideoFrame frame(VideoChunk chunk, int index, FrameStream pictures, PoseInterpolator poses) {
        SessionInfo info = chunk.session();
        TimeRange span = spanOf(chunk, index, index + 1);
        Optional<HeadPose> pose = poses.at(span.start());
        return new VideoFrame(info.id(), chunk.firstFrameIndex() + index, span, info.camera(), pose, pictures.pixels());
    }

    private static TimeRange spanOf(VideoChunk chunk, int from, int to) {
        List<Long> times = chunk.ptsNanos();
        long end = to < times.size() ? times.get(to) : chunk.span().end().nanos();
        return TimeRange.ofNanos(times.get(from), end);
    }

    /** Frames {@code [from, to)} of the chunk did not come out. */
    private static void emitGap(VideoChunk chunk, int from, int to, Sink<? super FrameEvent> out) {
        if (from >= to) {
            return;
        }
        int beforeKey = from;
        long keyTime = keyTimeOf(chunk);
        while (beforeKey < to && chunk.ptsNanos().get(beforeKey) < keyTime) {
            beforeKey++;
        }
        if (beforeKey > from) {
            out.emit(gap(chunk, from, beforeKey, Gap.Reason.MISSING_KEY_FRAME, "shown before the first key frame"));
        }
        if (to > beforeKey) {
            out.emit(gap(chunk, beforeKey, to, Gap.Reason.DECODE_ERROR, "no undamaged picture came out of the decoder"));
        }
    }

    private static Gap gap(VideoChunk chunk, int from, int to, Gap.Reason reason, String detail) {
        return new Gap(STAGE, chunk.firstFrameIndex() + from, to - from, spanOf(chunk, from, to), reason, detail);
    }

    private static long keyTimeOf(VideoChunk chunk) {
        if (chunk.payload() instanceof ChunkPayload.FileReference file) {
            return SessionTags.timeScale(chunk.session()).nanosOf(file.seekPts());
        }
        return chunk.payload() instanceof ChunkPayload.Inline inline && !inline.packets().isEmpty()
                ? inline.packets().get(0).ptsNanos()
                : Long.MIN_VALUE;
    }

    /** Empty: a chunk holds all that its frames depend on. */
    @Override
    public byte[] snapshot() {
        return new byte[0];
    }

    @Override
    public void restore(byte[] state) {
        if (state.length != 0) {
            throw new PipelineException(
                    ErrorKind.BAD_INPUT, "chunk decoder state: expected 0 bytes, got " + state.length);
        }
        close();
    }

    @Override
    public void close() {
        nextFrameIndex = -1;
        openUri = "";
        session = null;
        if (stream != null) {
            stream.close();
            stream = null;
        }
    }
}
