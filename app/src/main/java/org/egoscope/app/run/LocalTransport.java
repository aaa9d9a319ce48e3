package org.egoscope.app.run;

import java.util.List;

public final class LocalTransport implements Transport {
    @Override public List<Failure> run(RunRequest request, StageTimes times) { throw new UnsupportedOperationException(); }
}
