package org.egoscope.core.observation;

import java.util.Arrays;
import org.egoscope.core.Shape;

/** A unit vector that says what a picture shows, in the space of the network that made it; {@link #NONE} where none was made. */
public final class Embedding {
    public static final Embedding NONE = new Embedding(new float[0]);

    private final float[] values;

    private Embedding(float[] values) {
        this.values = values;
    }

    /** Copies the values. */
    public static Embedding of(@Shape("D") float[] values) {
        return values.length == 0 ? NONE : new Embedding(values.clone());
    }

    public boolean isPresent() {
        return values.length > 0;
    }

    /** A copy; empty where there is none. */
    public @Shape("D") float[] toArray() {
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Embedding embedding && Arrays.equals(values, embedding.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Embedding[" + values.length + "]";
    }
}
