package org.egoscope.app.hands;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Elements at even steps of a stream of unknown length: the step doubles, and every second kept one goes, when there are twice as many as wanted. */
final class EvenSample<T> {
    private final int wanted;
    private final List<T> kept = new ArrayList<>();
    private long step = 1;
    private long offered;

    EvenSample(int wanted) {
        this.wanted = wanted;
    }

    /** Makes the element only if it is kept. */
    void offer(Supplier<T> element) {
        if (offered++ % step != 0) {
            return;
        }
        if (kept.size() == 2 * wanted) {
            for (int i = kept.size() - 1; i > 0; i -= 2) {
                kept.remove(i);
            }
            step *= 2;
            if ((offered - 1) % step != 0) {
                return;
            }
        }
        kept.add(element.get());
    }

    long offered() {
        return offered;
    }

    /** At most as many as wanted, from the first to the last kept. */
    List<T> elements() {
        if (kept.size() <= wanted) {
            return List.copyOf(kept);
        }
        List<T> chosen = new ArrayList<>();
        for (int i = 0; i < wanted; i++) {
            chosen.add(kept.get(i * (kept.size() - 1) / (wanted - 1)));
        }
        return chosen;
    }
}
