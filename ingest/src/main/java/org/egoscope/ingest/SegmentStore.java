package org.egoscope.ingest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.video.ChunkPayload;
import org.egoscope.core.video.EncodedPacket;

/**
 * Coded packets that are too large for a message, in a folder that all workers see: one file per chunk, named by the SHA-256 of
 * its bytes, so that writing twice is harmless and damage is noticed.
 *
 * <p>Big-endian: {@code int magic "EGOS"}, {@code int version 1}, {@code int packets}, then for each packet
 * {@code long ptsNanos, long dtsNanos, boolean keyFrame, int length, bytes}.
 */
public final class SegmentStore {
    private static final int MAGIC = 0x45474F53;
    private static final int VERSION = 1;

    /** A chunk is at most 64 frames and their lead-in; 1 GiB is far beyond any of them and keeps a forged count from mattering. */
    private static final long MAX_BYTES = 1L << 30;

    private final Path directory;

    public SegmentStore(Path directory) {
        this.directory = directory;
    }

    /** Writes the packets durably and says where they are. */
    public ChunkPayload.SegmentReference put(ChunkPayload.Inline payload) {
        byte[] bytes = serialize(payload);
        String sha256 = sha256(bytes);
        try {
            Files.createDirectories(directory);
            Path target = directory.toRealPath().resolve(sha256 + ".segment");
            if (!Files.exists(target)) {
                writeAtomically(target, bytes);
            }
            return new ChunkPayload.SegmentReference(target.toUri().toString(), sha256);
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.RESOURCES, "segment store: cannot write to " + directory, e);
        }
    }

    private static void writeAtomically(Path target, byte[] bytes) throws IOException {
        Path temporary = Files.createTempFile(target.getParent(), "writing", ".tmp");
        try (var channel = java.nio.channels.FileChannel.open(temporary, java.nio.file.StandardOpenOption.WRITE)) {
            var buffer = java.nio.ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Reads and verifies; the file's name must be its hash, so a reference cannot point at any other file. */
    public static ChunkPayload.Inline get(ChunkPayload.SegmentReference reference) {
        Path path = Path.of(URI.create(reference.uri()));
        if (!path.equals(path.normalize()) || !path.getFileName().toString().equals(reference.sha256() + ".segment")) {
            throw PipelineException.badInput("segment: expected a file named by its hash, got " + reference.uri());
        }
        try {
            if (Files.size(path) > MAX_BYTES) {
                throw PipelineException.badInput("segment: expected at most " + MAX_BYTES + " bytes, got " + Files.size(path));
            }
            byte[] bytes = Files.readAllBytes(path);
            String actual = sha256(bytes);
            if (!actual.equals(reference.sha256())) {
                throw PipelineException.badInput("segment: expected sha256 " + reference.sha256() + ", got " + actual);
            }
            return deserialize(bytes);
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.RESOURCES, "segment store: cannot read " + reference.uri(), e);
        }
    }

    private static byte[] serialize(ChunkPayload.Inline payload) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeInt(VERSION);
            out.writeInt(payload.packets().size());
            for (EncodedPacket packet : payload.packets()) {
                out.writeLong(packet.ptsNanos());
                out.writeLong(packet.dtsNanos());
                out.writeBoolean(packet.keyFrame());
                out.writeInt(packet.size());
                byte[] content = new byte[packet.size()];
                packet.bytes().get(content);
                out.write(content);
            }
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    private static ChunkPayload.Inline deserialize(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int magic = in.readInt();
            int version = in.readInt();
            if (magic != MAGIC || version != VERSION) {
                throw PipelineException.badInput("segment: expected format EGOS 1, got " + Integer.toHexString(magic) + " " + version);
            }
            int count = in.readInt();
            List<EncodedPacket> packets = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                packets.add(readPacket(in));
            }
            return new ChunkPayload.Inline(packets);
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.BAD_INPUT, "segment: ends early", e);
        }
    }

    private static EncodedPacket readPacket(DataInputStream in) throws IOException {
        long pts = in.readLong();
        long dts = in.readLong();
        boolean key = in.readBoolean();
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw PipelineException.badInput("segment: expected a packet within the file, got length " + length);
        }
        return new EncodedPacket(pts, dts, key, in.readNBytes(length));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
