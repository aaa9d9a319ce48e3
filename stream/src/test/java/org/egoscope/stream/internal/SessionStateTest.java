package org.egoscope.stream.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.egoscope.core.video.SessionId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionStateTest {
    private static final SessionId A = new SessionId("a");
    private static final SessionState.Place PLACE = new SessionState.Place("state", 3);

    /** What a compacted topic keeps. */
    private static void apply(List<ProducerRecord<byte[], byte[]>> records, Map<String, byte[]> newest) {
        for (ProducerRecord<byte[], byte[]> record : records) {
            assertThat(record.partition()).isEqualTo(3);
            String key = new String(record.key(), StandardCharsets.UTF_8);
            if (record.value() == null) {
                newest.remove(key);
            } else {
                assertThat(record.value().length).isLessThanOrEqualTo(Clients.MAX_PART_BYTES);
                newest.put(key, record.value());
            }
        }
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, Clients.MAX_PART_BYTES - 18, Clients.MAX_PART_BYTES - 17, Clients.MAX_PART_BYTES - 16,
        2 * Clients.MAX_PART_BYTES - 17, 2 * Clients.MAX_PART_BYTES - 16, 20_000_000})
    void aStateOfAnySizeComesBack(int size) {
        Map<String, byte[]> newest = new TreeMap<>();
        SessionState state = new SessionState(42, bytes(size));
        apply(state.records(PLACE, A, 0), newest);
        assertThat(newest).hasSize(state.parts());
        assertThat(SessionState.sessionsIn(newest)).containsExactly(A);
        SessionState read = SessionState.read(A, newest);
        assertThat(read.nextSequence()).isEqualTo(42);
        assertThat(read.snapshot()).isEqualTo(bytes(size));
    }

    @Test
    void aShorterStateAndTheEndLeaveNothingBehind() {
        Map<String, byte[]> newest = new TreeMap<>();
        SessionState big = new SessionState(1, bytes(20_000_000));
        apply(big.records(PLACE, A, 0), newest);
        apply(new SessionState(2, bytes(10)).records(PLACE, A, big.parts()), newest);
        assertThat(newest).hasSize(1);
        apply(SessionState.tombstones(PLACE, A, 1), newest);
        assertThat(newest).isEmpty();
    }

    @Test
    void aDamagedStateIsRefused() {
        Map<String, byte[]> newest = new TreeMap<>();
        apply(new SessionState(1, bytes(20_000_000)).records(PLACE, A, 0), newest);
        newest.remove("a/1");
        assertThatThrownBy(() -> SessionState.read(A, newest)).hasMessageContaining("expected 3 parts, got no part 1");
        assertThatThrownBy(() -> SessionState.read(A, Map.of("a", new byte[] {1, 0}))).hasMessageContaining("expected a whole record");
        assertThatThrownBy(() -> SessionState.read(A, Map.of("a", new byte[] {9}))).hasMessageContaining("expected format 1, got format 9");
    }
}
