package org.egoscope.ingest.internal.ffmpeg;

import org.bytedeco.javacpp.Pointer;

/** What JavaCPP and the system say of native memory, for leak tests. */
public final class NativeMemory {
    private NativeMemory() {}

    /** Native objects that Java owns and has not freed. */
    public static long objects() {
        return Pointer.totalCount();
    }

    public static long residentMebibytes() {
        return Pointer.physicalBytes() >> 20;
    }
}
