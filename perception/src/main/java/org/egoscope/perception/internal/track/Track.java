package org.egoscope.perception.internal.track;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Mask;
import org.jspecify.annotations.Nullable;

/** One thing over time. Written only by {@link HierarchyTracker}; everything here is part of a snapshot. */
final class Track {
    /** Order of appearance, never 0. */
    final long serial;
    /** Public identity, 0 until the track is confirmed. */
    long id;
    /** At the last key frame; null while lost. */
    @Nullable Mask mask;
    BoundingBox box;
    int area;
    float predictedIou;
    float stabilityScore;
    /** True if the mask at the last key frame was carried over, not found. */
    boolean carried;
    /** Key frames in a row without a region of its own. */
    int misses;
    /** Key frames in which it had a region. */
    int keyFramesSeen;
    /** Key frames in a row in which another region was clearly better. */
    int betterInARow;
    /** Mean IoU of the carried mask with the one found then: how far the flow can be trusted for this thing. */
    float agreement = 0.9f;
    long lastSeenNanos;
    /** Motion against its surroundings, pixels per second. */
    float velocityX;
    float velocityY;
    LabelVotes votes = new LabelVotes();
    ColourHistogram looks;
    final Place place = new Place();
    /** Features of NanoTrack's template, empty if none. */
    float[] template = new float[0];

    Track(long serial, BoundingBox box, ColourHistogram looks) {
        this.serial = serial;
        this.box = box;
        this.looks = looks;
    }

    /** Reported earlier, or if neither was reported yet, opened earlier. */
    boolean isElderThan(Track other) {
        long own = id == 0 ? Long.MAX_VALUE : id;
        long others = other.id == 0 ? Long.MAX_VALUE : other.id;
        return own != others ? own < others : serial < other.serial;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeLong(serial);
        out.writeLong(id);
        writeMask(out, mask);
        for (float v : new float[] {
            box.x(), box.y(), box.width(), box.height(), predictedIou, stabilityScore, agreement, velocityX, velocityY
        }) {
            out.writeFloat(v);
        }
        out.writeInt(area);
        out.writeBoolean(carried);
        out.writeInt(misses);
        out.writeInt(keyFramesSeen);
        out.writeInt(betterInARow);
        out.writeLong(lastSeenNanos);
        votes.write(out);
        looks.write(out);
        out.writeInt(template.length);
        for (float v : template) {
            out.writeFloat(v);
        }
        place.write(out);
    }

    static Track read(DataInputStream in, ImageSize size) throws IOException {
        long serial = in.readLong();
        long id = in.readLong();
        Mask mask = readMask(in, size);
        BoundingBox box = new BoundingBox(in.readFloat(), in.readFloat(), in.readFloat(), in.readFloat());
        float predictedIou = in.readFloat();
        float stabilityScore = in.readFloat();
        float agreement = in.readFloat();
        float velocityX = in.readFloat();
        float velocityY = in.readFloat();
        int area = in.readInt();
        boolean carried = in.readBoolean();
        int misses = in.readInt();
        int keyFramesSeen = in.readInt();
        int betterInARow = in.readInt();
        long lastSeenNanos = in.readLong();
        LabelVotes votes = LabelVotes.read(in);
        Track track = new Track(serial, box, ColourHistogram.read(in));
        track.id = id;
        track.mask = mask;
        track.predictedIou = predictedIou;
        track.stabilityScore = stabilityScore;
        track.agreement = agreement;
        track.velocityX = velocityX;
        track.velocityY = velocityY;
        track.area = area;
        track.carried = carried;
        track.misses = misses;
        track.keyFramesSeen = keyFramesSeen;
        track.betterInARow = betterInARow;
        track.lastSeenNanos = lastSeenNanos;
        track.votes = votes;
        track.template = new float[in.readInt()];
        for (int i = 0; i < track.template.length; i++) {
            track.template[i] = in.readFloat();
        }
        track.place.read(in);
        return track;
    }

    private static void writeMask(DataOutputStream out, @Nullable Mask mask) throws IOException {
        int[] runs = mask == null ? new int[0] : mask.toRuns();
        out.writeInt(runs.length);
        for (int run : runs) {
            out.writeInt(run);
        }
    }

    private static @Nullable Mask readMask(DataInputStream in, ImageSize size) throws IOException {
        int[] runs = new int[in.readInt()];
        for (int i = 0; i < runs.length; i++) {
            runs[i] = in.readInt();
        }
        return runs.length == 0 ? null : Mask.ofRuns(size, runs);
    }
}
