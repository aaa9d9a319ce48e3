package org.egoscope.torch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.egoscope.core.PipelineException;
import org.egoscope.torch.internal.NativeRuntime;

/** libtorch of this process: what it is, how many threads it uses, what it holds. */
public final class TorchRuntime {
    private TorchRuntime() {}

    /**
     * What {@code doctor} prints.
     *
     * @param torchVersion version of libtorch
     * @param threads threads within an operation
     * @param blasThreads threads of OpenBLAS; more than one makes every operation up to 60 times slower
     * @param cudaAvailable true if this build can use a CUDA device of this machine
     * @param mkl true if the build has MKL
     * @param oneDnn true if the build has oneDNN
     * @param bfloat16Hazard true if the CPU announces AMX and oneDNN may use it: bfloat16 then kills the process in virtual machines
     *     that hide the state; float32, which is all that is used here, is not affected
     */
    public record Info(
            String torchVersion,
            int threads,
            int blasThreads,
            boolean cudaAvailable,
            boolean mkl,
            boolean oneDnn,
            boolean bfloat16Hazard) {}

    /** Loads libtorch if that has not happened (1 to 4 seconds) and describes it. */
    public static Info info() {
        NativeRuntime.prepareThread();
        return new Info(
                NativeRuntime.version(), NativeRuntime.threads(), NativeRuntime.blasThreads(), NativeRuntime.cudaAvailable(),
                NativeRuntime.hasMkl(), NativeRuntime.hasOneDnn(), bfloat16Hazard());
    }

    /**
     * Threads within an operation, for all networks of the process; 1 unless set. More than one gives other rounding, so runs that must
     * agree bit for bit use the same number.
     */
    public static void setThreads(int threads) {
        if (threads < 1) {
            throw PipelineException.badConfig("threads: expected >= 1, got " + threads);
        }
        NativeRuntime.setThreads(threads);
    }

    /** Makes all randomness of libtorch that follows, such as dropout, depend on this number alone. */
    public static void seed(long seed) {
        NativeRuntime.seed(seed);
    }

    /** Native objects alive that Java made; flat over calls. */
    public static long nativeObjects() {
        return NativeRuntime.nativeObjects();
    }

    /** Resident memory of the process in bytes. */
    public static long residentBytes() {
        return NativeRuntime.residentBytes();
    }

    /**
     * True if products in bfloat16 are faster than in float32 here and safe: the CPU has instructions for them (AVX512-BF16; measured 1.4
     * to 4 times faster), or there is a GPU.
     */
    public static boolean fastBfloat16() {
        return cpuHasFastBfloat16() || NativeRuntime.cudaAvailable();
    }

    /** The same of the CPU alone; loads no library. */
    public static boolean cpuHasFastBfloat16() {
        return cpuHas("avx512_bf16") && !bfloat16Hazard() && oneDnnMayUseBfloat16();
    }

    /** oneDNN, told to use less than the CPU has, would do bfloat16 with other instructions, slowly. */
    private static boolean oneDnnMayUseBfloat16() {
        String limit = System.getenv("ONEDNN_MAX_CPU_ISA");
        return limit == null || Stream.of("BF16", "FP16", "AMX", "AVX10", "DEFAULT", "ALL").anyMatch(limit::contains);
    }

    /** oneDNN takes its instruction set from this variable when it is loaded, so it can be set only before the JVM starts. */
    private static boolean bfloat16Hazard() {
        String limit = System.getenv("ONEDNN_MAX_CPU_ISA");
        if (limit != null && !limit.contains("AMX")) {
            return false;
        }
        return cpuHas("amx_bf16");
    }

    private static boolean cpuHas(String flag) {
        Path cpuInfo = Path.of("/proc/cpuinfo");
        try {
            return Files.isReadable(cpuInfo) && Files.readString(cpuInfo).contains(flag);
        } catch (IOException e) {
            throw new UncheckedIOException("cpu flags: cannot read " + cpuInfo, e);
        }
    }
}
