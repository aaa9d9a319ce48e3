package org.egoscope.stream;

import java.util.List;
import org.egoscope.core.StreamItem;
import org.egoscope.stream.internal.GroupWorker;
import org.egoscope.stream.internal.StageProcessor;

/**
 * Runs a stage between two topics, exactly once: each input batch makes one output batch, and outputs, state of the sessions touched
 * and input offsets are committed in one transaction. A worker killed at any point loses nothing and repeats nothing.
 *
 * <p>Any number of workers may share a stage; partitions move between them with the state of their sessions. A batch that fails ends
 * in the dead-letter topic and as gaps in the output; so does one that cannot be decoded, if its headers tell which frames it held.
 */
public final class StageWorker<I extends StreamItem, O> extends TopicWorker {
    private StageWorker(GroupWorker worker) {
        super(worker);
    }

    /** Starts a worker; the topics must exist, see {@link Topics#create}. */
    public static <I extends StreamItem, O> StageWorker<I, O> start(
            KafkaConnection connection, Topics topics, StageSpec<I, O> spec, WorkerConfig config, WorkerListener listener) {
        StageProcessor<I, O> processor = new StageProcessor<>(connection, topics, spec, config, listener);
        return new StageWorker<>(new GroupWorker(
                connection,
                topics.group(config.stage()),
                List.of(spec.input().name()),
                config,
                processor,
                listener));
    }
}
