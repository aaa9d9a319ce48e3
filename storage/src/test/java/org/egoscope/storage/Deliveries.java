package org.egoscope.storage;

import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.Batch;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.SessionId;

/** What three topics deliver for a few sessions: the same for the same seed, sessions interleaved as on one partition. */
final class Deliveries {
    static final String PLAN = "0123456789abcdef0123";

    private Deliveries() {}

    /** One message of a topic. */
    record Delivery(String topic, int partition, long offset, Batch<?> batch) {}

    static List<Delivery> of(long seed, int sessions, int batches) {
        RandomData data = new RandomData(seed);
        List<Delivery> all = new ArrayList<>();
        long[] offsets = new long[4];
        for (int sequence = 0; sequence < batches; sequence++) {
            for (int s = 0; s < sessions; s++) {
                SessionId session = new SessionId("session-" + s);
                boolean last = sequence == batches - 1;
                if (sequence == 0) {
                    List<SessionRecord> records = List.of(
                            new SessionRecord.Session(data.sessionInfo(session)), new SessionRecord.Run(data.runInfo(PLAN)));
                    all.add(new Delivery("ego.sessions", 0, offsets[0]++, new Batch<>(session, 0, TimeRange.ofNanos(0, 0), true, records)));
                }
                int first = sequence * 4;
                all.add(delivery("ego.observations", offsets[1]++, session, sequence, last, data.observationEvents(session, first, 4)));
                List<Object> motion = new ArrayList<>(data.motionEvents(session, first, 4));
                motion.add(data.gap("motion", first, 1));
                all.add(delivery("ego.motion", offsets[2]++, session, sequence, last, motion));
                List<Object> graph = new ArrayList<>(data.list(12, i -> data.graphEvent()));
                graph.add(data.gap("ingest", first, 1));
                all.add(delivery("ego.graph", offsets[3]++, session, sequence, last, graph));
            }
        }
        return all;
    }

    private static Delivery delivery(String topic, long offset, SessionId session, long sequence, boolean last, List<?> items) {
        return new Delivery(topic, 0, offset, new Batch<Object>(session, sequence, TimeRange.ofNanos(0, 1), last, List.copyOf(items)));
    }
}
