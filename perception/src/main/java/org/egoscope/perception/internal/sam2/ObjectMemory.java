package org.egoscope.perception.internal.sam2;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.Tensor.Precision;
import org.jspecify.annotations.Nullable;

/** What is remembered of one object: a bounded number of maps and pointers, by frame. */
final class ObjectMemory implements AutoCloseable {
    private final MemorySelection.Rule rule;
    private final SortedMap<Long, Entry> conditioning = new TreeMap<>();
    private final SortedMap<Long, Entry> ordinary = new TreeMap<>();

    /**
     * One frame's. Outlives scopes until released.
     *
     * @param map {@code [1, cells, memoryWidth]} in bfloat16, as the reference stores it; absent once only the pointer is in reach
     * @param pointer {@code [1, C]}
     */
    record Entry(@Nullable Tensor map, Tensor pointer) {
        static Entry kept(@Nullable Tensor map, Tensor pointer) {
            return new Entry(map == null ? null : map.to(Precision.BFLOAT16).keep(), pointer.keep());
        }

        Entry withoutMap() {
            if (map != null) {
                map.release();
            }
            return new Entry(null, pointer);
        }

        void release() {
            if (map != null) {
                map.release();
            }
            pointer.release();
        }
    }

    ObjectMemory(MemorySelection.Rule rule) {
        this.rule = rule;
    }

    MemorySelection.Rule rule() {
        return rule;
    }

    SortedMap<Long, Entry> conditioning() {
        return conditioning;
    }

    SortedMap<Long, Entry> ordinary() {
        return ordinary;
    }

    boolean isEmpty() {
        return conditioning.isEmpty();
    }

    /** Takes ownership. A frame is remembered once: later entries replace earlier ones, a conditioning one stays such. */
    void put(long frame, Entry entry, boolean prompted) {
        SortedMap<Long, Entry> target = prompted || conditioning.containsKey(frame) ? conditioning : ordinary;
        Entry before = target.put(frame, entry);
        if (before != null) {
            before.release();
        }
        Entry weaker = target == conditioning ? ordinary.remove(frame) : null;
        if (weaker != null) {
            weaker.release();
        }
    }

    MemorySelection select(long frame) {
        return MemorySelection.of(frame, new TreeSet<>(conditioning.keySet()), new TreeSet<>(ordinary.keySet()), rule);
    }

    Entry get(MemorySelection.Pick pick) {
        Entry entry = conditioning.get(pick.frame());
        return entry != null ? entry : ordinary.get(pick.frame());
    }

    /** Forgets what no later frame can look at; nothing of it changes the future. */
    void forgetBefore(long frame) {
        var nearest = MemorySelection.nearest(frame, new TreeSet<>(conditioning.keySet()), rule.mostConditioning());
        long far = Math.max(rule.mapReach(), rule.pointerReach());
        conditioning.entrySet().removeIf(e -> !nearest.contains(e.getKey()) && frame - e.getKey() > far && released(e.getValue()));
        ordinary.entrySet().removeIf(e -> frame - e.getKey() > far && released(e.getValue()));
        ordinary.replaceAll((at, entry) -> frame - at > rule.mapReach() ? entry.withoutMap() : entry);
    }

    private static boolean released(Entry entry) {
        entry.release();
        return true;
    }

    @Override
    public void close() {
        conditioning.values().forEach(Entry::release);
        ordinary.values().forEach(Entry::release);
        conditioning.clear();
        ordinary.clear();
    }
}
