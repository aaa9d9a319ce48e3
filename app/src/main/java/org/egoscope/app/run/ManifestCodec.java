package org.egoscope.app.run;

import java.util.List;
import org.egoscope.core.Batch;
import org.egoscope.core.time.TimeRange;
import org.egoscope.storage.Codecs;
import org.egoscope.storage.ManifestEntry;
import org.egoscope.stream.SinkSpec;

/** Manifest entries one by one, each as a batch of one. */
final class ManifestCodec implements SinkSpec.EntryCodec<ManifestEntry> {
    @Override
    public String name(ManifestEntry entry) {
        return entry.session() + "/" + entry.origin().topic() + "/" + entry.firstSequence();
    }

    @Override
    public byte[] encode(ManifestEntry entry) {
        return Codecs.manifest().encode(
                new Batch<>(entry.session(), entry.firstSequence(), TimeRange.ofNanos(0, 0), entry.last(), List.of(entry)));
    }

    @Override
    public ManifestEntry decode(byte[] bytes) {
        return Codecs.manifest().decode(bytes).items().get(0);
    }
}
