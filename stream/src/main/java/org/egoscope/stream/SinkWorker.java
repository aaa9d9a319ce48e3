package org.egoscope.stream;

import org.egoscope.stream.internal.GroupWorker;
import org.egoscope.stream.internal.SinkProcessor;

/**
 * Gives the batches of several topics to a {@link BatchSink}. Manifest entries and the offsets up to which all is durable are committed
 * in one transaction, so that after a kill reading starts again exactly where durable data end.
 *
 * <p>Several workers may share the partitions. A message that cannot be decoded ends in the dead-letter topic and as a batch with a
 * gap, if its headers tell where it belongs.
 */
public final class SinkWorker extends TopicWorker {
    private SinkWorker(GroupWorker worker) {
        super(worker);
    }

    /** Starts a worker; the topics must exist, see {@link Topics#create}. */
    public static <E> SinkWorker start(
            KafkaConnection connection, Topics topics, SinkSpec<E> spec, WorkerConfig config, WorkerListener listener) {
        SinkProcessor<E> processor = new SinkProcessor<>(connection, topics, spec, config, listener);
        return new SinkWorker(new GroupWorker(
                connection,
                topics.group(config.stage()),
                spec.inputs().stream().map(input -> input.name()).toList(),
                config,
                processor,
                listener));
    }
}
