package org.egoscope.core;

/** Who has to act on an error. The exit code of the command line follows the kind. */
public enum ErrorKind {
    /** The footage or a file beside it is broken or not supported. */
    BAD_INPUT(3),
    /** An option or a configuration value is wrong. */
    BAD_CONFIG(2),
    /** A network is missing, damaged, not trusted or does not fit its card. */
    MODEL(4),
    /** Out of memory, disk, file handles, or a service cannot be reached. */
    RESOURCES(5),
    /** A defect of ours. */
    INTERNAL(1);

    private final int exitCode;

    ErrorKind(int exitCode) {
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
