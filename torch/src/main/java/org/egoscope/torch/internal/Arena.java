package org.egoscope.torch.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** One block of memory for all places of a plan; places that are in use at the same time do not overlap. */
final class Arena {
    private static final long ALIGNMENT = 64;

    private final Pointer memory;

    /** The largest places first, each as low as it fits. */
    Arena(Collection<Place> places, NativeHandles handles) {
        List<Place> put = new ArrayList<>();
        long end = 0;
        for (Place place : places.stream()
                .sorted(Comparator.comparingLong(Place::bytes).reversed().thenComparingInt(Place::firstStep)).toList()) {
            place.putAt(lowest(place, put));
            put.add(place);
            put.sort(Comparator.comparingLong(Place::offset));
            end = Math.max(end, endOf(place));
        }
        memory = handles.allocate(end);
    }

    /** @param put in the order of their offsets */
    private static long lowest(Place place, List<Place> put) {
        long at = 0;
        for (Place other : put) {
            if (place.meets(other)) {
                if (at + place.bytes() <= other.offset()) {
                    return at;
                }
                at = Math.max(at, endOf(other));
            }
        }
        return at;
    }

    private static long endOf(Place place) {
        return (place.offset() + place.bytes() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** @param skipped bytes of the place to leave out */
    Pointer at(Place place, long skipped) {
        return new BytePointer(memory).position(memory.position() + place.offset() + skipped);
    }
}
