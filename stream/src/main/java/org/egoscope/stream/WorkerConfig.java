package org.egoscope.stream;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.UUID;
import org.egoscope.core.PipelineException;

/**
 * How a worker runs.
 *
 * @param stage name in gaps, messages, group, state and dead-letter topics
 * @param workerId name of this worker among those of its stage; two live workers must not share one, a restarted one may keep it and
 *     then ends at once what its predecessor left open
 * @param attempts how often a batch is tried before it becomes a gap
 * @param maxBytesInFlight fetching stops while this many bytes wait in memory; raising it hides longer pauses of the broker
 * @param maxRecordsPerTransaction a transaction is committed when so many inputs are done; raising it costs latency, saves commits
 * @param linger a transaction is committed when its oldest finished input has waited for this long, or when nothing new has come for a
 *     fifth of it; a commit takes 20 to 100 ms
 */
public record WorkerConfig(
        String stage, String workerId, int attempts, long maxBytesInFlight, int maxRecordsPerTransaction, Duration linger) {
    public WorkerConfig {
        if (!stage.matches("[A-Za-z0-9._-]{1,64}") || !workerId.matches("[A-Za-z0-9._@-]{1,128}")) {
            throw PipelineException.badConfig(
                    "worker: expected stage and id of [A-Za-z0-9._-], got '" + stage + "' and '" + workerId + "'");
        }
        if (attempts < 1 || maxBytesInFlight < 1 || maxRecordsPerTransaction < 1 || linger.isNegative()) {
            throw PipelineException.badConfig("worker " + stage + ": expected positive limits, got attempts " + attempts
                    + ", bytes " + maxBytesInFlight + ", records " + maxRecordsPerTransaction + ", linger " + linger);
        }
    }

    /** Two attempts, 32 MiB in flight, at most 64 inputs or about 100 ms per transaction, under a name of its own. */
    public static WorkerConfig of(String stage) {
        return new WorkerConfig(stage, uniqueId(), 2, 32L << 20, 64, Duration.ofMillis(100));
    }

    private static String uniqueId() {
        String process = ManagementFactory.getRuntimeMXBean().getName().replaceAll("[^A-Za-z0-9._@-]", "_");
        return process.substring(0, Math.min(64, process.length())) + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    public WorkerConfig withWorkerId(String newId) {
        return new WorkerConfig(stage, newId, attempts, maxBytesInFlight, maxRecordsPerTransaction, linger);
    }

    public WorkerConfig withAttempts(int newAttempts) {
        return new WorkerConfig(stage, workerId, newAttempts, maxBytesInFlight, maxRecordsPerTransaction, linger);
    }

    public WorkerConfig withMaxBytesInFlight(long newMaxBytes) {
        return new WorkerConfig(stage, workerId, attempts, newMaxBytes, maxRecordsPerTransaction, linger);
    }

    /** @param newLinger see the class */
    public WorkerConfig withTransactions(int newMaxRecords, Duration newLinger) {
        return new WorkerConfig(stage, workerId, attempts, maxBytesInFlight, newMaxRecords, newLinger);
    }
}
