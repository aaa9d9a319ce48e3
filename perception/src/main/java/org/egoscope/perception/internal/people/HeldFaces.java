package org.egoscope.perception.internal.people;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which places are blurred: a face counts once a detection is clear, is kept by weak detections where it was, and stays for a while after
 * the last, so that a frame in which the detector misses it shows nothing.
 */
final class HeldFaces {
    private final float newThreshold;
    private final long holdNanos;
    private List<HeldFace> held = new ArrayList<>();

    HeldFaces(float newThreshold, double holdSeconds) {
        this.newThreshold = newThreshold;
        this.holdNanos = Math.round(holdSeconds * 1e9);
    }

    /** A detection with its score; {@code face.lastSeenNanos()} is now. */
    record Scored(HeldFace face, float score) {}

    /** Takes the detections of a frame; several of one face are all kept. */
    void update(List<Scored> detections, long now) {
        List<HeldFace> next = new ArrayList<>();
        for (Scored detection : detections) {
            if (detection.score() >= newThreshold || held.stream().anyMatch(old -> old.isContinuedBy(detection.face(), now))) {
                next.add(detection.face());
            }
        }
        int seen = next.size();
        for (HeldFace old : held) {
            boolean seenAgain = next.subList(0, seen).stream().anyMatch(old::isSeenAgainAs);
            if (!seenAgain && now - old.lastSeenNanos() <= holdNanos) {
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
        }
    }

    void read(DataInputStream in) throws IOException {
        held = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            held.add(new HeldFace(in.readFloat(), in.readFloat(), in.readFloat(), in.readFloat(), in.readLong()));
        }
    }

    void clear() {
        held = new ArrayList<>();
    }
}
