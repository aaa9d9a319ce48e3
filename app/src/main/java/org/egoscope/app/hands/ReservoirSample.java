package org.egoscope.app.hands;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** A uniform random sample of a stream of unknown length (Vitter's algorithm R); the same seed and stream give the same sample. */
public final class ReservoirSample<T> {
    private final int capacity;
    private final SplittableRandom random;
    private final List<T> kept = new ArrayList<>();
    private long offered;

    public ReservoirSample(int capacity, long seed) {
        this.capacity = capacity;
        this.random = new SplittableRandom(seed);
    }

    /** Makes the element only if it is kept. */
    public void offer(Supplier<T> element) {
        offered++;
        if (kept.size() < capacity) {
            kept.add(element.get());
            return;
        }
        long slot = (long) (random.nextDouble() * offered);
        if (slot < capacity) {
            kept.set((int) slot, element.get());
        }
    }

    public long offered() {
        return offered;
    }

    public List<T> elements() {
        return Collections.unmodifiableList(kept);
    }
}
