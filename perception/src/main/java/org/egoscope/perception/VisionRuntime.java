package org.egoscope.perception;

import org.egoscope.perception.internal.vision.OpenCvBuild;

/** The vision library on this machine. */
public final class VisionRuntime {
    private VisionRuntime() {}

    /** Loads OpenCV if that has not happened and names its version. */
    public static String version() {
        return "OpenCV " + OpenCvBuild.version();
    }
}
