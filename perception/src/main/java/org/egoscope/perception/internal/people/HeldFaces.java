package org.egoscope.perception.internal.people;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which places are blurred: those of the faces seen now, and of the others for a while after each was last seen. */
final class HeldFaces {
    private final long holdNanos;
    private List<HeldFace> held = new ArrayList<>();

    HeldFaces(double holdSeconds) {
        this.holdNanos = Math.round(holdSeconds * 1e9);
    }

    /** The face that another may be still, most lately believed. */
    Optional<HeldFace> continuedBy(HeldFace face, long now) {
        return held.stream().filter(old -> old.isContinuedBy(face, now)).max(Comparator.comparingLong(HeldFace::believedNanos));
    }

    /** Takes the faces of a frame; several of one face are all kept. */
    void update(List<HeldFace> seen, long now) {
        List<HeldFace> next = new ArrayList<>(seen);
        for (HeldFace old : held) {
            if (seen.stream().noneMatch(old::isSeenAgainAs) && now - old.lastSeenNanos() <= holdNanos) {
                next.add(old);
            }
        }
        held = next;
    }

    List<HeldFace> faces() {
        return held;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(held.size());
        for (HeldFace face : held) {
            out.writeFloat(face.x0());
            out.writeFloat(face.y0());
            out.writeFloat(face.x1());
            out.writeFloat(face.y1());
            out.writeLong(face.lastSeenNanos());
            out.writeLong(face.believedNanos());
        }
    }

    void read(DataInputStream in) throws IOException {
        held = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            held.add(new HeldFace(in.readFloat(), in.readFloat(), in.readFloat(), in.readFloat(), in.readLong(), in.readLong()));
        }
    }

    void clear() {
        held = new ArrayList<>();
    }
}
