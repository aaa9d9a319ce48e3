package org.egoscope.perception.internal.vision;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;

/** Facts about the OpenCV libraries in use. */
public final class OpenCvBuild {
    private OpenCvBuild() {}

    public static String version() {
        try (PointerScope scope = new PointerScope()) {
            BytePointer version = opencv_core.getVersionString();
            return version.getString();
        }
    }
}
