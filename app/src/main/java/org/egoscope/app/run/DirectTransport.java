package org.egoscope.app.run;

import java.util.ArrayList;
import java.util.List;
import org.egoscope.app.EgoPipeline;
import org.egoscope.core.PipelineException;
import org.egoscope.ingest.VideoSource;
import org.egoscope.storage.DatasetWriter;

/** Stages called in a row on this thread, recording after recording; no Kafka. */
public final class DirectTransport implements Transport {
    @Override
    public List<Failure> run(RunRequest request, StageTimes times) {
        List<Failure> failures = new ArrayList<>();
        int rollChunks = request.plan().config().storage().rollChunks();
        try (DatasetWriter store = DatasetWriter.open(request.output(), request.plan().planHash(), rollChunks);
                EgoPipeline pipeline = new EgoPipeline(request.plan(), store, times)) {
            for (Recording recording : request.recordings()) {
                try (VideoSource source =
                        VideoSource.open(recording.uri(), recording.session(), request.plan().config().ingest())) {
                    pipeline.run(source);
                } catch (PipelineException e) {
                    failures.add(new Failure(recording, e.at(recording.session().value())));
                }
            }
        }
        return failures;
    }
}
