package org.egoscope.app.run;

import java.util.List;
import org.egoscope.stream.KafkaConnection;

public final class ClusterTransport implements Transport {
    public ClusterTransport(KafkaConnection c) {}
    @Override public List<Failure> run(RunRequest request, StageTimes times) { throw new UnsupportedOperationException(); }
}
