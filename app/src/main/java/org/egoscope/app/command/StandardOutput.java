package org.egoscope.app.command;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;

/** Standard output as bytes: for formats that a character encoding would damage. */
final class StandardOutput {
    private StandardOutput() {}

    static OutputStream bytes() {
        return new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
    }
}
