package org.egoscope.app.run;

import java.nio.file.Path;
import java.util.List;
import org.egoscope.app.PipelinePlan;
import org.egoscope.core.PipelineException;
import org.egoscope.core.video.SessionInfo;
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

    /**
     * The recordings whose rows of this plan are not all there yet: what an interrupted run still has to do.
     *
     * @throws PipelineException BAD_CONFIG if the output holds another recording under the name of one of these
     */
    public RunRequest remaining() {
        requireOwnNames();
        return new RunRequest(incomplete(recordings), output, plan);
    }

    /** Sessions are named by their files: two files of one name in one output would pass for each other. */
    private void requireOwnNames() {
        if (!Dataset.exists(output)) {
            return;
        }
        Dataset dataset = Dataset.open(output);
        for (Recording recording : recordings) {
            dataset.session(recording.session())
                    .map(SessionInfo::sourceUri)
                    .filter(there -> !there.equals(recording.sourceUri()))
                    .ifPresent(there -> {
                        throw PipelineException.badConfig("[" + recording.session() + "] --out: expected no other recording of this name in "
                                + output + ", got " + there + "; take another --out for " + recording.sourceUri());
                    });
        }
    }

    /** Those of the recordings whose rows, made by this plan, cannot all be read yet. */
    List<Recording> incomplete(List<Recording> some) {
        if (!Dataset.exists(output)) {
            return List.copyOf(some);
        }
        Dataset dataset = Dataset.open(output);
        return some.stream().filter(recording -> !isComplete(dataset, recording)).toList();
    }

    private boolean isComplete(Dataset dataset, Recording recording) {
        boolean ofThisPlan = dataset.entries().stream()
                .filter(entry -> entry.session().equals(recording.session()))
                .allMatch(entry -> entry.planHash().equals(plan.planHash()));
        return ofThisPlan && TOPIC_KINDS.stream().allMatch(kind -> dataset.isComplete(recording.session(), kind));
    }
}
