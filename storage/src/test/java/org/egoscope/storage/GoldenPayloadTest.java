package org.egoscope.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.egoscope.core.Batch;
import org.egoscope.core.Codec;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.SessionId;
import org.junit.jupiter.api.Test;

/**
 * Payloads of version 1 as they were written when it was fixed. To add files for a new version, run {@link #main} with the resource
 * folder as argument; files of released versions are never written again.
 */
class GoldenPayloadTest {
    /** A codec and the batch whose bytes are kept. */
    private record Golden<T>(Codec<T> codec, Batch<T> batch) {
        byte[] encoded() {
            return codec.encode(batch);
        }

        void assertDecodes(String name, byte[] kept) {
            assertThat(codec.decode(kept)).as(name).isEqualTo(batch);
        }
    }

    private static Map<String, Golden<?>> all() {
        RandomData data = RandomData.ofTheFirstColumns(20261101);
        SessionId session = new SessionId("golden");
        Map<String, Golden<?>> all = new LinkedHashMap<>();
        all.put("chunks-v1", new Golden<>(Codecs.chunks(), batch(session, List.of(data.chunk(session), data.chunk(session)))));
        all.put("observations-v1", new Golden<>(Codecs.observations(), batch(session, data.observationEvents(session, 0, 6))));
        all.put("motion-v1", new Golden<>(Codecs.motion(), batch(session, data.motionEvents(session, 0, 6))));
        all.put("graph-v1", new Golden<>(Codecs.graph(), batch(session, data.list(40, i -> data.graphEvent()))));
        List<SessionRecord> records =
                List.of(new SessionRecord.Session(data.sessionInfo(session)), new SessionRecord.Run(data.runInfo("ab12")));
        all.put("sessions-v1", new Golden<>(Codecs.sessions(), batch(session, records)));
        ManifestEntry entry = new ManifestEntry(
                new ManifestEntry.Origin("ego.graph", 1, 2, 3), session, "ab12", 4, 5, true,
                List.of(new ManifestEntry.DataFile("edges", "edges/golden/x.arrow", 6, 7, "00ff")));
        all.put("manifest-v1", new Golden<>(Codecs.manifest(), batch(session, List.of(entry))));
        return all;
    }

    private static <T> Batch<T> batch(SessionId session, List<T> items) {
        return new Batch<>(session, 7, TimeRange.ofNanos(-5, 1_000_000_007), true, items);
    }

    @Test
    void payloadsOfVersionOneAreStillRead() throws IOException {
        for (Map.Entry<String, Golden<?>> golden : all().entrySet()) {
            try (InputStream kept = GoldenPayloadTest.class.getResourceAsStream("/golden/" + golden.getKey() + ".arrows")) {
                golden.getValue().assertDecodes(golden.getKey(), Objects.requireNonNull(kept, golden.getKey()).readAllBytes());
            }
        }
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        for (Map.Entry<String, Golden<?>> golden : all().entrySet()) {
            Path file = folder.resolve(golden.getKey() + ".arrows");
            if (!Files.exists(file)) {
                Files.write(file, golden.getValue().encoded());
            }
        }
    }
}
