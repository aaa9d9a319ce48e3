package org.egoscope.ingest.internal.vrs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;

/** The bytes of a recording: {@code name.vrs}, and {@code name.vrs_1}, {@code name.vrs_2} and so on after it where it was split. */
final class RecordingBytes implements AutoCloseable {
    private final Path file;
    private final List<FileChannel> parts = new ArrayList<>();
    private final List<Long> starts = new ArrayList<>();
    private long size;

    private RecordingBytes(Path file) {
        this.file = file;
    }

    static RecordingBytes open(Path file) {
        RecordingBytes bytes = new RecordingBytes(file);
        try {
            Path part = file;
            for (int i = 1; i == 1 || Files.isRegularFile(part); i++) {
                bytes.append(FileChannel.open(part, StandardOpenOption.READ));
                part = file.resolveSibling(file.getFileName() + "_" + i);
            }
            return bytes;
        } catch (IOException e) {
            bytes.close();
            throw new PipelineException(ErrorKind.BAD_INPUT, "recording: cannot read " + file, e);
        }
    }

    private void append(FileChannel part) throws IOException {
        parts.add(part);
        starts.add(size);
        size += part.size();
    }

    long size() {
        return size;
    }

    Path file() {
        return file;
    }

    /**
     * A little-endian buffer of exactly {@code length} bytes.
     *
     * @throws PipelineException with kind BAD_INPUT if the recording ends before
     */
    ByteBuffer read(long position, int length) {
        if (position < 0 || length < 0 || position > size - length) {
            throw PipelineException.badInput(
                    "recording: expected " + length + " bytes at " + position + ", got the end of " + file + " at " + size);
        }
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        try {
            fill(buffer, position);
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.BAD_INPUT, "recording: cannot read " + file + " at " + position, e);
        }
        return buffer.flip();
    }

    private void fill(ByteBuffer buffer, long position) throws IOException {
        int part = parts.size() - 1;
        while (starts.get(part) > position) {
            part--;
        }
        long at = position;
        while (buffer.hasRemaining()) {
            int count = parts.get(part).read(buffer, at - starts.get(part));
            if (count > 0) {
                at += count;
            } else if (++part == parts.size()) {
                throw new IOException("the file became shorter while it was read");
            }
        }
    }

    @Override
    public void close() {
        for (FileChannel part : parts) {
            try {
                part.close();
            } catch (IOException e) {
                throw new PipelineException(ErrorKind.RESOURCES, "recording: cannot close " + file, e);
            }
        }
    }
}
