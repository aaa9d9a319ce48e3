package org.egoscope.storage.internal.dataset;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.compression.CompressionUtil;
import org.apache.arrow.vector.compression.NoCompressionCodec;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.apache.arrow.vector.types.pojo.Schema;
import org.egoscope.storage.internal.column.Rows;
import org.egoscope.storage.internal.schema.Table;

/** Durable Arrow IPC files with zstd: written beside their place, fsynced, renamed; a name is there with all its bytes or not at all. */
public final class ArrowFiles {
    private static final String TEMPORARY = ".tmp";

    private ArrowFiles() {}

    /** Size and lower-case hex sha256 of a written file. */
    record Written(long bytes, String sha256) {}

    /** Gives record batches to a file under construction. */
    @FunctionalInterface
    private interface Content {
        void write(BufferAllocator allocator, VectorSchemaRoot root, ArrowFileWriter writer) throws IOException;
    }

    static boolean isTemporary(Path file) {
        return file.getFileName().toString().endsWith(TEMPORARY);
    }

    static Path temporaryBeside(Path target) {
        return target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + TEMPORARY);
    }

    /** All rows as one record batch. */
    static Written write(Path target, Table<?> table, Rows<?> rows) throws IOException {
        return write(target, table.schema(), (allocator, root, writer) -> {
            try (ArrowRecordBatch batch = rows.toRecordBatch(allocator, NoCompressionCodec.INSTANCE)) {
                new VectorLoader(root).load(batch);
            }
            writer.writeBatch();
        });
    }

    /** The record batches of several files of one schema, one after the other. */
    static Written concatenate(Path target, Schema schema, List<Path> parts) throws IOException {
        return write(target, schema, (allocator, root, writer) -> {
            VectorLoader loader = new VectorLoader(root);
            for (Path part : parts) {
                try (FileChannel channel = FileChannel.open(part);
                        ArrowFileReader reader = new ArrowFileReader(channel, allocator, CommonsCompressionFactory.INSTANCE)) {
                    VectorUnloader unloader = new VectorUnloader(reader.getVectorSchemaRoot());
                    while (reader.loadNextBatch()) {
                        try (ArrowRecordBatch batch = unloader.getRecordBatch()) {
                            loader.load(batch);
                        }
                        writer.writeBatch();
                    }
                }
            }
        });
    }

    private static Written write(Path target, Schema schema, Content content) throws IOException {
        Files.createDirectories(target.getParent());
        Path temporary = temporaryBeside(target);
        Written written;
        try (FileChannel file = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                DigestChannel digest = new DigestChannel(file);
                BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
                ArrowFileWriter writer = new ArrowFileWriter(
                        root, null, digest, Map.of(), IpcOption.DEFAULT, CommonsCompressionFactory.INSTANCE, CompressionUtil.CodecType.ZSTD)) {
            writer.start();
            content.write(allocator, root, writer);
            writer.end();
            file.force(true);
            written = digest.written();
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        publish(temporary, target);
        return written;
    }

    /** Gives a fully written and fsynced file its name, durably. */
    static void publish(Path temporary, Path target) throws IOException {
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        // A rename is durable only once its directory is (fsync(2)); directories cannot be opened on Windows, which syncs on its own.
        if (!System.getProperty("os.name").startsWith("Windows")) {
            try (FileChannel directory = FileChannel.open(target.toAbsolutePath().getParent())) {
                directory.force(true);
            }
        }
    }

    static String sha256(Path file) throws IOException {
        MessageDigest digest = newSha256();
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
            while (channel.read(buffer.clear()) >= 0) {
                digest.update(buffer.flip());
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    public static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Counts and hashes what passes. */
    private static final class DigestChannel implements WritableByteChannel {
        private final WritableByteChannel target;
        private final MessageDigest digest = newSha256();
        private long bytes;

        DigestChannel(WritableByteChannel target) {
            this.target = target;
        }

        Written written() {
            return new Written(bytes, HexFormat.of().formatHex(digest.digest()));
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            ByteBuffer seen = source.duplicate();
            int count = target.write(source);
            digest.update(seen.limit(seen.position() + count));
            bytes += count;
            return count;
        }

        @Override
        public boolean isOpen() {
            return target.isOpen();
        }

        @Override
        public void close() throws IOException {
            target.close();
        }
    }
}
