package org.egoscope.app.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.egoscope.app.PipelinePlan;
import org.egoscope.core.PipelineException;
import org.egoscope.core.video.VideoChunk;
import org.egoscope.stream.BatchFeeder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ingest worker: feeds every video of a folder, also those that come later, until interrupted. */
public final class FolderWatch {
    private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);
    private static final long POLL_MILLIS = 1000;

    private final Path folder;
    private final PipelinePlan plan;
    private final KafkaStages stages;
    private final Set<Recording> done = new HashSet<>();
    private final Map<Recording, Long> sizes = new HashMap<>();

    public FolderWatch(Path folder, PipelinePlan plan, KafkaStages stages) {
        this.folder = folder;
        this.plan = plan;
        this.stages = stages;
    }

    /** Ends only by interruption. What was fed before, also by an earlier process, is not fed again. */
    public void run() throws InterruptedException {
        if (!Files.isDirectory(folder)) {
            throw PipelineException.badInput("watch: expected a folder, got " + folder);
        }
        try (BatchFeeder<VideoChunk> feeder = stages.feeder("watch")) {
            while (true) {
                for (Recording recording : ready()) {
                    RunRequest request = new RunRequest(List.of(recording), folder, plan);
                    new KafkaRun(request, new StageTimes()).feed(feeder)
                            .forEach(failure -> LOG.warn("not fed: {}", failure.error().getMessage()));
                    done.add(recording);
                }
                Thread.sleep(POLL_MILLIS);
            }
        }
    }

    /** New files whose size stayed the same for one round: a file that is still being copied is not read. */
    private List<Recording> ready() {
        List<Recording> found;
        try {
            found = Recording.find(List.of(folder.toString()));
        } catch (PipelineException e) {
            // The folder is still empty.
            return List.of();
        }
        return found.stream().filter(recording -> !done.contains(recording) && isSettled(recording)).toList();
    }

    private boolean isSettled(Recording recording) {
        try {
            long size = Files.size(Path.of(recording.uri()));
            Long before = sizes.put(recording, size);
            return before != null && before == size;
        } catch (IOException e) {
            // It went away between listing and looking.
            return false;
        }
    }
}
