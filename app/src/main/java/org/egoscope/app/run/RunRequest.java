package org.egoscope.app.run;

import java.nio.file.Path;
import java.util.List;
import org.egoscope.app.PipelinePlan;
import org.egoscope.storage.Dataset;

/**
 * What to run.
 *
 * @param recordings each a session
 * @param output folder of the dataset
 * @param plan how
 */
public record RunRequest(List<Recording> recordings, Path output, PipelinePlan plan) {
    private static final List<String> TOPIC_KINDS = List.of("sessions", "observations", "motion", "graph");

    public RunRequest {
        recordings = List.copyOf(recordings);
    }

    /** The recordings whose rows of this plan are not all there yet: what an interrupted run still has to do. */
    public RunRequest remaining() {
        return new RunRequest(recordings.stream().filter(recording -> !isComplete(recording)).toList(), output, plan);
    }

    /** True if every row of the recording, made by this plan from this source, can be read. */
    public boolean isComplete(Recording recording) {
        if (!Dataset.exists(output)) {
            return false;
        }
        Dataset dataset = Dataset.open(output);
        boolean ofThisPlan = dataset.entries().stream()
                .filter(entry -> entry.session().equals(recording.session()))
                .allMatch(entry -> entry.planHash().equals(plan.planHash()));
        return ofThisPlan && TOPIC_KINDS.stream().allMatch(kind -> dataset.isComplete(recording.session(), kind));
    }
}
