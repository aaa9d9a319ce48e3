package org.egoscope.torch.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;

/** Process-wide settings of libtorch, made before the first operation. */
public final class NativeRuntime {
    private static final String BUILD_PROPERTIES = "/META-INF/maven/org.bytedeco/pytorch/pom.properties";

    private static volatile int threads = 1;

    /** Thread count that this thread's OpenMP was last told; OpenMP keeps it per thread. */
    private static final ThreadLocal<Integer> APPLIED = ThreadLocal.withInitial(() -> 0);

    static {
        // Two thread pools (OpenMP of libtorch, pthreads of OpenBLAS) fight for the cores: measured 58 times slower on two cores
        // with OpenBLAS's default. libtorch splits the work itself.
        openblas_nolapack.blas_set_num_threads(1);
        torch.set_num_threads(1);
    }

    private NativeRuntime() {}

    /** Before any operation on the current thread. */
    public static void prepareThread() {
        if (APPLIED.get() != threads) {
            torch.set_num_threads(threads);
            APPLIED.set(threads);
        }
    }

    public static void setThreads(int count) {
        threads = count;
        prepareThread();
    }

    public static void seed(long seed) {
        prepareThread();
        torch.manual_seed(seed);
    }

    public static int threads() {
        return torch.get_num_threads();
    }

    public static int blasThreads() {
        return openblas_nolapack.blas_get_num_threads();
    }

    public static boolean cudaAvailable() {
        return torch.cuda_is_available();
    }

    public static boolean hasMkl() {
        return torch.hasMKL();
    }

    public static boolean hasOneDnn() {
        return torch.hasMKLDNN();
    }

    /** As the library's build says, such as {@code 2.10.0-1.5.13} (libtorch, then binding). */
    public static String version() {
        Properties properties = new Properties();
        try (InputStream in = torch.class.getResourceAsStream(BUILD_PROPERTIES)) {
            if (in == null) {
                return "unknown";
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "unknown");
    }

    public static long nativeObjects() {
        return Pointer.totalCount();
    }

    public static long residentBytes() {
        return Pointer.physicalBytes();
    }
}
