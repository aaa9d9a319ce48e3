package org.egoscope.ingest.internal.ffmpeg;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.video.EncodedPacket;
import org.egoscope.ingest.internal.chunk.TimeScale;

/**
 * Decoded pictures of one source in presentation order, with their session times. One picture is current at a time and stays so
 * until {@link #advance}; a picture of a later chunk therefore waits for it without being lost.
 */
public abstract class FrameStream implements AutoCloseable {
    private final PictureDecoder decoder;
    private final PictureScaler scaler;
    private final BooleanSupplier feed = this::nextPacket;
    private final DamageTracker damage = new DamageTracker();
    private boolean current;
    private boolean trusted;

    private FrameStream(PictureDecoder decoder, PictureScaler scaler) {
        this.decoder = decoder;
        this.scaler = scaler;
    }

    /**
     * How pictures shall come out.
     *
     * @param workingSize after rotation
     * @param rotationDegrees clockwise
     * @param threads of the decoder, 0 for all
     */
    public record Output(ImageSize workingSize, int rotationDegrees, int threads) {}

    abstract boolean nextPacket();

    abstract AVPacket packet();

    abstract TimeScale timeScale();

    /** Moves to the next picture; false if there is none, or if reading on would not bring it. */
    public boolean advance() {
        try (PointerScope scope = new PointerScope()) {
            current = decoder.decodeNext(packet(), feed);
            trusted = current && damage.cameOut(decoder.framePts(), decoder.frameIsDamaged());
            return current;
        }
    }

    /** True if a picture is there and has not been passed. */
    public boolean hasPicture() {
        return current;
    }

    /** Done with the current picture. */
    public void pass() {
        current = false;
    }

    /** Session time of the current picture. */
    public long timeNanos() {
        long pts = decoder.framePts();
        return pts == avutil.AV_NOPTS_VALUE ? Long.MIN_VALUE : timeScale().nanosOf(pts);
    }

    /** False if the picture, or one that it is built on, is not what was coded. */
    public boolean isTrusted() {
        return trusted;
    }

    void noteFed(long pts, boolean key) {
        damage.fed(pts, key);
    }

    /** Pixels of the current picture, {@code [H, W, 3]} RGB; overwritten by the next call. */
    public ByteBuffer pixels() {
        try (PointerScope scope = new PointerScope()) {
            return scaler.scale(decoder.frame());
        }
    }

    /** True if the decoder has been told that the end is reached, so it cannot simply go on. */
    public boolean isExhausted() {
        return decoder.isDraining();
    }

    void reset() {
        decoder.reset();
        damage.reset();
        current = false;
    }

    @Override
    public void close() {
        scaler.close();
        decoder.close();
    }

    /** Pictures of a file, from any key frame on. */
    public static final class OfFile extends FrameStream {
        /** Reorder depth of H.264 and HEVC is at most 16 frames; frame threads and packets in flight add to it. */
        private static final int MAX_PACKETS_PAST_END = 16 + 64 + 16;

        private final MediaReader reader;
        private final TimeScale timeScale;
        private long lastWantedNanos = Long.MAX_VALUE;
        private int packetsPastEnd;

        private OfFile(MediaReader reader, PictureDecoder decoder, PictureScaler scaler, long originPts) {
            super(decoder, scaler);
            this.reader = reader;
            this.timeScale = reader.facts().timeScale().withOrigin(originPts);
        }

        /** @param originPts stamp of the session's time zero */
        public static OfFile open(String fileUri, long originPts, Output output, Duration timeout) {
            MediaReader reader = MediaReader.open(SourceAddress.ofReference(fileUri), timeout);
            try {
                PictureDecoder decoder = PictureDecoder.of(reader.parameters(), output.threads());
                return new OfFile(
                        reader, decoder, new PictureScaler(output.workingSize(), output.rotationDegrees()), originPts);
            } catch (RuntimeException e) {
                reader.close();
                throw e;
            }
        }

        public int streamIndex() {
            return reader.facts().streamIndex();
        }

        /** Starts over at a key frame. */
        public void seekToKey(long keyPts, long bytePosition) {
            reset();
            if (!reader.seekToKey(keyPts, bytePosition)) {
                throw PipelineException.badInput("video: expected a key frame at stamp " + keyPts + ", got none in "
                        + reader.address().displayUri());
            }
        }

        /** No picture after this time is wanted now: bounds how far damage can make the decoder read on. */
        public void wantUpTo(long nanos) {
            lastWantedNanos = nanos;
            packetsPastEnd = 0;
        }

        @Override
        boolean nextPacket() {
            if (packetsPastEnd > MAX_PACKETS_PAST_END || !reader.next()) {
                return false;
            }
            if (reader.isShown()) {
                noteFed(reader.pts(), reader.isKey());
            }
            if (timeScale.nanosOf(reader.pts()) > lastWantedNanos) {
                packetsPastEnd++;
            }
            return true;
        }

        @Override
        AVPacket packet() {
            return reader.packet();
        }

        @Override
        TimeScale timeScale() {
            return timeScale;
        }

        @Override
        public void close() {
            super.close();
            reader.close();
        }
    }

    /** Pictures of packets that came inside the chunk; each load starts over. */
    public static final class OfPackets extends FrameStream {
        private final AVPacket packet = Ffmpeg.allocated(avcodec.av_packet_alloc(), "packet");
        private List<EncodedPacket> packets = List.of();
        private int next;

        private final ShownFrames shownFrames;

        private OfPackets(PictureDecoder decoder, PictureScaler scaler) {
            super(decoder, scaler);
            this.shownFrames = ShownFrames.of(decoder.codecId());
        }

        public static OfPackets open(String codecName, byte[] extradata, ImageSize codedSize, Output output) {
            PictureDecoder decoder = PictureDecoder.of(codecName, extradata, codedSize, output.threads());
            return new OfPackets(decoder, new PictureScaler(output.workingSize(), output.rotationDegrees()));
        }

        public void load(List<EncodedPacket> newPackets) {
            reset();
            packets = newPackets;
            next = 0;
        }

        @Override
        boolean nextPacket() {
            if (next >= packets.size()) {
                return false;
            }
            EncodedPacket source = packets.get(next++);
            avcodec.av_packet_unref(packet);
            Ffmpeg.check(avcodec.av_new_packet(packet, source.size()), ErrorKind.RESOURCES, "packet");
            BytePointer data = packet.data().capacity(source.size());
            data.asBuffer().put(source.bytes());
            packet.pts(source.ptsNanos());
            packet.dts(source.dtsNanos());
            packet.flags(source.keyFrame() ? avcodec.AV_PKT_FLAG_KEY : 0);
            if (shownFrames.isShown(packet)) {
                noteFed(source.ptsNanos(), source.keyFrame());
            }
            return true;
        }

        @Override
        AVPacket packet() {
            return packet;
        }

        @Override
        TimeScale timeScale() {
            return TimeScale.NANOS;
        }

        @Override
        public void close() {
            super.close();
            avcodec.av_packet_free(packet);
        }
    }
}
