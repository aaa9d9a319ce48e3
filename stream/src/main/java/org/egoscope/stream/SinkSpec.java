package org.egoscope.stream;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What a sink worker reads and where it puts it.
 *
 * @param inputs topics, each with its codec
 * @param factory opens a sink; called again whenever partitions move between workers
 * @param entries how entries are written to the manifest topic
 */
public record SinkSpec<E>(List<TypedTopic<?>> inputs, Supplier<? extends BatchSink<E>> factory, EntryCodec<E> entries) {
    public SinkSpec {
        inputs = List.copyOf(inputs);
        Objects.requireNonNull(factory, "factory is null");
        Objects.requireNonNull(entries, "entries is null");
    }

    /** Entries of the manifest as bytes. */
    public interface EntryCodec<E> {
        /** Unique name; a later entry of the same name replaces the earlier one. */
        String name(E entry);

        byte[] encode(E entry);

        E decode(byte[] bytes);
    }
}
