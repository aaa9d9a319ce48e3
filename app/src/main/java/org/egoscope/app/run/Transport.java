package org.egoscope.app.run;

import java.util.List;

/** A way to run the pipeline. All give the same rows for the same request. */
public interface Transport {
    /**
     * Runs every recording to its last row.
     *
     * @param times filled while it runs
     * @return the recordings that could not be read, with why; empty if all is done
     */
    List<Failure> run(RunRequest request, StageTimes times);
}
