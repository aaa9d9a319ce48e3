package org.egoscope.app.run;

import java.nio.file.Path;
import java.util.List;
import org.egoscope.app.PipelinePlan;

/**
 * What to run.
 *
 * @param recordings each a session
 * @param output folder of the dataset
 * @param plan how
 */
public record RunRequest(List<Recording> recordings, Path output, PipelinePlan plan) {
    public RunRequest {
        recordings = List.copyOf(recordings);
    }
}
