package org.egoscope.stream;

import java.util.Objects;
import org.egoscope.core.Codec;

/** A topic and how its batches are written. */
public record TypedTopic<T>(String name, Codec<T> codec) {
    public TypedTopic {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(codec, "codec is null");
    }
}
