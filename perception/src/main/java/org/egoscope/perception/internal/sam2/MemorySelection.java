package org.egoscope.perception.internal.sam2;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which memories of an object the present frame attends to.
 *
 * @param maps in the order of the tokens: conditioning frames, then the others, oldest first
 * @param pointers in the order of the tokens: conditioning frames, then the others, newest first
 */
record MemorySelection(List<Pick> maps, List<Pick> pointers) {
    /**
     * One memory.
     *
     * @param frame it is of
     * @param conditioning true if it counts as one that the user prompted
     * @param distance for maps the steps back in time, 0 for conditioning frames; for pointers the frames between it and the present one
     */
    record Pick(long frame, boolean conditioning, long distance) {}

    /**
     * How far to look.
     *
     * @param memories maps at most besides further conditioning frames, the present one included
     * @param pointers look back over fewer frames than this
     * @param stride frames between ordinary maps, but for the newest
     * @param mostConditioning conditioning frames at most
     */
    record Rule(int memories, int pointers, int stride, int mostConditioning) {
        Rule {
            if (memories < 1 || pointers < 2 || stride < 1 || mostConditioning < 1) {
                throw new IllegalArgumentException("memory rule: expected at least 1, 2, 1 and 1, got " + memories + ", " + pointers
                        + ", " + stride + ", " + mostConditioning);
            }
        }

        /** An ordinary memory that is older than this many frames is never looked at again. */
        long mapReach() {
            return Math.max(1, (long) (memories - 1) * stride);
        }

        long pointerReach() {
            return pointers - 1L;
        }
    }

    /**
     * Selects as SAM 2 does, going forward in time.
     *
     * @param frame the present one
     * @param conditioning frames that the user prompted; may lie in the future
     * @param ordinary other frames with a memory
     */
    static MemorySelection of(long frame, SortedSet<Long> conditioning, SortedSet<Long> ordinary, Rule rule) {
        SortedSet<Long> nearest = nearest(frame, conditioning, rule.mostConditioning());
        SortedSet<Long> others = new TreeSet<>(conditioning);
        others.removeAll(nearest);
        others.addAll(ordinary);
        List<Pick> maps = new ArrayList<>();
        List<Pick> pointers = new ArrayList<>();
        for (long at : nearest) {
            maps.add(new Pick(at, true, 0));
            if (at <= frame) {
                pointers.add(new Pick(at, true, frame - at));
            }
        }
        for (int steps = rule.memories() - 1; steps >= 1; steps--) {
            long at = stepsBack(frame, steps, rule.stride());
            if (others.contains(at)) {
                maps.add(new Pick(at, false, steps));
            }
        }
        for (long distance = 1; distance < rule.pointers() && distance <= frame; distance++) {
            if (others.contains(frame - distance)) {
                pointers.add(new Pick(frame - distance, false, distance));
            }
        }
        return new MemorySelection(List.copyOf(maps), List.copyOf(pointers));
    }

    private static long stepsBack(long frame, int steps, int stride) {
        return steps == 1 ? frame - 1 : (Math.floorDiv(frame - 2, stride) - (steps - 2)) * stride;
    }

    /** The nearest before, the nearest at or after, then by distance. */
    static SortedSet<Long> nearest(long frame, SortedSet<Long> conditioning, int most) {
        if (conditioning.size() <= most) {
            return new TreeSet<>(conditioning);
        }
        SortedSet<Long> chosen = new TreeSet<>();
        SortedSet<Long> before = conditioning.headSet(frame);
        SortedSet<Long> after = conditioning.tailSet(frame);
        if (!before.isEmpty()) {
            chosen.add(before.last());
        }
        if (!after.isEmpty() && chosen.size() < most) {
            chosen.add(after.first());
        }
        conditioning.stream()
                .filter(at -> !chosen.contains(at))
                .sorted(Comparator.comparingLong(at -> Math.abs(at - frame)))
                .limit(most - chosen.size())
                .toList()
                .forEach(chosen::add);
        return chosen;
    }
}
