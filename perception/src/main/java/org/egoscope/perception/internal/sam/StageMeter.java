package org.egoscope.perception.internal.sam;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.egoscope.torch.TorchRuntime;

/** Time and memory of the steps of a network's work. */
public final class StageMeter {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path RESET = Path.of("/proc/self/clear_refs");
    private static final String PEAK = "VmHWM:";

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final int rounds;
    private final List<Stage> stages = new ArrayList<>();

    /**
     * One step measured.
     *
     * @param name what is done
     * @param medianMillis of the rounds
     * @param processorMillis time that this thread had a processor, median; what the step would take on a quiet machine with one thread
     * @param peakBytes resident memory of the process at its highest during the rounds; -1 where the system does not tell
     */
    public record Stage(String name, double medianMillis, double processorMillis, long peakBytes) {}

    /** @param rounds how often each step is done after one round that does not count */
    public StageMeter(int rounds) {
        this.rounds = rounds;
    }

    public List<Stage> stages() {
        return List.copyOf(stages);
    }

    public void measure(String name, Runnable work) {
        work.run();
        measure(name, work, rounds);
    }

    /** One round that counts, for work that is long and whose parts have been done before. */
    public void measureOnce(String name, Runnable work) {
        measure(name, work, 1);
    }

    private void measure(String name, Runnable work, int times) {
        boolean peaks = resetPeak();
        double[] millis = new double[times];
        double[] processor = new double[times];
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            long processorStart = THREADS.getCurrentThreadCpuTime();
            work.run();
            processor[i] = (THREADS.getCurrentThreadCpuTime() - processorStart) / 1e6;
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        Arrays.sort(processor);
        stages.add(new Stage(name, millis[times / 2], processor[times / 2], peaks ? peakBytes() : -1));
    }

    /** Linux forgets the highest resident memory when 5 is written here, see proc(5). */
    private static boolean resetPeak() {
        try {
            Files.writeString(RESET, "5");
            return Files.isReadable(STATUS);
        } catch (IOException e) {
            return false;
        }
    }

    private static long peakBytes() {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(PEAK))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(TorchRuntime.residentBytes());
        } catch (IOException e) {
            return TorchRuntime.residentBytes();
        }
    }
}
