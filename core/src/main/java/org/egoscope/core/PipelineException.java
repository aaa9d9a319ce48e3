package org.egoscope.core;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one exception of the pipeline. The message says what, expected and got; {@link #at} adds where, once, at the boundary.
 */
public final class PipelineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorKind kind;

    public PipelineException(ErrorKind kind, String message) {
        this(kind, message, null);
    }

    public PipelineException(ErrorKind kind, String message, @Nullable Throwable cause) {
        super(Objects.requireNonNull(message, "message is null"), cause);
        this.kind = Objects.requireNonNull(kind, "kind is null");
    }

    public ErrorKind kind() {
        return kind;
    }

    /** The same error with its place in front, as in {@code [kitchen.mp4 frame 1042] ...}; unchanged if a place is there. */
    public PipelineException at(String where) {
        String message = String.valueOf(getMessage());
        return message.startsWith("[") ? this : new PipelineException(kind, "[" + where + "] " + message, this);
    }

    public static PipelineException badInput(String message) {
        return new PipelineException(ErrorKind.BAD_INPUT, message);
    }

    public static PipelineException badConfig(String message) {
        return new PipelineException(ErrorKind.BAD_CONFIG, message);
    }
}
