package org.egoscope.app.motion;

import java.lang.management.ManagementFactory;

/** How long this process has had processors: native code, compiler and garbage collector included. */
public final class ProcessorClock {
    private ProcessorClock() {}

    /** On a JVM that does not tell, the wall's clock. */
    public static long nanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : System.nanoTime();
    }
}
