package org.egoscope.stream.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.video.SessionId;
import org.egoscope.stream.KafkaConnection;
import org.jspecify.annotations.Nullable;

/**
 * Writes batches and, in the same transaction, how far each session has come. A transaction whose outcome is not known is settled by
 * reading the progress again: what is there is not written twice.
 *
 * <p>Two processes of one name lock each other out whenever they commit. The one locked out reads the progress before it writes
 * again, so that even then nothing is written twice.
 *
 * <p>Not thread-safe.
 */
public final class FeedLog implements AutoCloseable {
    private static final int ATTEMPTS = 5;

    private final Transactions transactions;
    private final TopicReader reader;
    private final String progressTopic;
    private final Map<SessionId, Progress> progress;
    private final List<Entry> buffered = new ArrayList<>();
    private long bytes;

    /** How far a session has been fed. */
    public record Progress(long nextSequence, boolean done) {
        static final Progress NONE = new Progress(0, false);
    }

    private record Entry(@Nullable SessionId session, Progress after, ProducerRecord<byte[], byte[]> record) {}

    /** @param feederId name under which an earlier process of the same task is locked out */
    public FeedLog(KafkaConnection connection, String feederId, String progressTopic) {
        this.transactions = new Transactions(connection, feederId);
        this.reader = new TopicReader(connection);
        this.progressTopic = progressTopic;
        transactions.takeOver();
        progress = read();
    }

    private Map<SessionId, Progress> read() {
        Map<String, byte[]> newest = reader.newest(reader.partitionsOf(progressTopic));
        Map<SessionId, Progress> found = new HashMap<>();
        for (SessionId session : SessionState.sessionsIn(newest)) {
            SessionState state = SessionState.read(session, newest);
            found.put(session, new Progress(state.nextSequence(), state.snapshot()[0] != 0));
        }
        return found;
    }

    /** What is written or buffered. */
    public Progress progress(SessionId session) {
        return progress.getOrDefault(session, Progress.NONE);
    }

    /** Adds a record that may be written again without harm. */
    public void add(ProducerRecord<byte[], byte[]> record) {
        add(new Entry(null, Progress.NONE, record));
    }

    /** Adds a batch of a session. */
    public void add(SessionId session, Progress after, ProducerRecord<byte[], byte[]> record) {
        progress.put(session, after);
        add(new Entry(session, after, record));
    }

    private void add(Entry entry) {
        buffered.add(entry);
        bytes += entry.record().value().length;
    }

    public int bufferedRecords() {
        return buffered.size();
    }

    public long bufferedBytes() {
        return bytes;
    }

    /** Writes all that is buffered in one transaction. */
    public void commit() {
        KafkaException last = null;
        for (int attempt = 0; attempt < ATTEMPTS && !buffered.isEmpty(); attempt++) {
            try {
                transactions.commit(pending(), null);
                buffered.clear();
                bytes = 0;
            } catch (KafkaException e) {
                last = e;
                dropWhatIsThere();
            }
        }
        if (!buffered.isEmpty()) {
            throw new PipelineException(
                    ErrorKind.RESOURCES, "feed: expected a commit within " + ATTEMPTS + " attempts, got " + last, last);
        }
    }

    private Pending pending() {
        Pending pending = new Pending();
        Map<SessionId, Progress> reached = new HashMap<>();
        for (Entry entry : buffered) {
            pending.send(entry.record());
            if (entry.session() != null) {
                reached.put(entry.session(), entry.after());
            }
        }
        SessionState.Place place = new SessionState.Place(progressTopic, null);
        reached.forEach((session, after) -> pending.sendAll(
                new SessionState(after.nextSequence(), new byte[] {(byte) (after.done() ? 1 : 0)}).records(place, session, 1)));
        return pending;
    }

    private void dropWhatIsThere() {
        transactions.takeOver();
        Map<SessionId, Progress> written = read();
        buffered.removeIf(entry -> entry.session() != null
                && written.getOrDefault(entry.session(), Progress.NONE).nextSequence() >= entry.after().nextSequence());
        // Another feeder of this name may have gone on; it is locked out now, and must read again before it writes.
        written.forEach((session, there) -> progress.merge(
                session, there, (ours, theirs) -> theirs.nextSequence() > ours.nextSequence() ? theirs : ours));
    }

    @Override
    public void close() {
        transactions.close();
        reader.close();
    }
}
