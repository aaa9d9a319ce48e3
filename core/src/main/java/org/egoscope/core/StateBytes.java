package org.egoscope.core;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** How a {@link Snapshotting} writes down its memory and reads it again: damage is the same error everywhere. */
public final class StateBytes {
    private StateBytes() {}

    /** Writes values, big-endian. */
    @FunctionalInterface
    public interface Content {
        void write(DataOutputStream out) throws IOException;
    }

    /** Reads the same values in the same order. */
    @FunctionalInterface
    public interface Reading {
        void read(DataInputStream in) throws IOException;
    }

    public static byte[] of(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            content.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    /**
     * @param what for messages, such as {@code hand tracker state}
     * @throws PipelineException with kind BAD_INPUT if the bytes end before all is read
     */
    public static void read(String what, byte[] state, Reading reading) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(state))) {
            reading.read(in);
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.BAD_INPUT, what + ": expected a whole one, got " + state.length + " bytes of it", e);
        }
    }

    /**
     * @param expected of this program
     * @param got as read from the state
     * @throws PipelineException with kind BAD_INPUT if they differ
     */
    public static void requireVersion(String what, int expected, int got) {
        if (got != expected) {
            throw PipelineException.badInput(what + ": expected version " + expected + ", got " + got);
        }
    }

    /** The state of a part, with its length before it. */
    public static void writePart(DataOutputStream out, byte[] part) throws IOException {
        out.writeInt(part.length);
        out.write(part);
    }

    /** What {@link #writePart} wrote. */
    public static byte[] readPart(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new EOFException("part: expected " + length + " bytes, got " + in.available());
        }
        return in.readNBytes(length);
    }
}
