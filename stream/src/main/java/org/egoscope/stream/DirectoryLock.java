package org.egoscope.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.jspecify.annotations.Nullable;

/**
 * A directory that one process at a time works in. Kafka's own lock comes too late: by then a second broker has written into the log
 * of the first, which ends with a damaged record. The system gives the lock back when a process ends, however it ends; the file stays.
 */
public final class DirectoryLock implements AutoCloseable {
    private static final int MAX_HOLDER_BYTES = 32;

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * @param directory made if it is not there
     * @param fileName of the lock in it
     * @throws PipelineException RESOURCES if another process, or this one, has it, or if it cannot be written
     */
    public static DirectoryLock take(Path directory, String fileName) {
        Path file = directory.resolve(fileName);
        FileChannel channel = null;
        try {
            Files.createDirectories(directory);
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                throw new PipelineException(
                        ErrorKind.RESOURCES, "folder " + directory + ": expected no other process at work in it, got process " + holder(channel));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)), 0);
            return new DirectoryLock(channel);
        } catch (IOException e) {
            closeQuietly(channel, e);
            throw new PipelineException(ErrorKind.RESOURCES, "folder " + directory + ": expected to be writable, got " + e, e);
        } catch (RuntimeException e) {
            closeQuietly(channel, e);
            throw e;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // This process has it.
            return null;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(MAX_HOLDER_BYTES);
        channel.read(bytes, 0);
        String pid = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
        return pid.isEmpty() ? "of unknown number" : pid;
    }

    private static void closeQuietly(@Nullable FileChannel channel, Exception failure) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.RESOURCES, "lock: expected to be released, got " + e, e);
        }
    }
}
