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
    /** Less than this share of a thing is not the whole of it. */
    private static final float SHRUNK = 0.8f;

    /** More than this of a thing is not the thing alone. */
    private static final float SWOLLEN = 1.35f;

    /** From one key frame to the next, when the wearer comes near quickly. */
    private static final float MOST_GROWTH = 1.6f;

    /** Key frames for which a missing part is expected back, or what was added to go, about a second and a half. */
    private static final int MOST_SHRUNK = 6;

    /** Order of appearance, never 0. */
    final long serial;
    /** Public identity, 0 until the track is confirmed. */
    long id;
    /** At the last key frame; null while lost. */
    @Nullable Mask mask;
    BoundingBox box;
    int area;
    /** When it was last seen whole; while it never was, the largest seen. */
    int wholeArea;
    /** True once it was seen with neither the picture's border nor an arm before it. */
    boolean seenWhole;
    /** Key frames in a row in which it was much smaller or larger than that. */
    int shrunkInARow;
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
    /** When it was last known where it is in the picture: as above, or by the hand that hides it. */
    long lastExpectedNanos;
    /** Key frames in which it was seen and no hand of the wearer was at it. */
    int seenWithoutHand;
    /** Motion against its surroundings, pixels per second. */
    float velocityX;
    float velocityY;
    /** Tracks that were joined to this one, and itself. */
    int parts = 1;
    /** Where it was against the hand that it was last seen at. */
    final HeldPlace held = new HeldPlace();
    LabelVotes votes = new LabelVotes();
    ColourHistogram looks;
    final Place place = new Place();
    /** Sights by the network for appearance. */
    final Views views = new Views();
    /** Features of NanoTrack's template, empty if none. */
    float[] template = new float[0];

    Track(long serial, BoundingBox box, ColourHistogram looks) {
        this.serial = serial;
        this.box = box;
        this.looks = looks;
    }

    /** True if it was seen so often that it is known as a thing. */
    boolean isSettled() {
        return id != 0 && keyFramesSeen >= TrackStore.SETTLED;
    }

    /** Ratio of the smaller to the larger of an area and that of the whole thing. */
    float likenessOfSize(int areaNow) {
        int known = Math.max(1, wholeArea > 0 ? wholeArea : area);
        return (float) Math.min(areaNow, known) / Math.max(areaNow, known);
    }

    /** Reported earlier, or if neither was reported yet, opened earlier. */
    boolean isElderThan(Track other) {
        long own = id == 0 ? Long.MAX_VALUE : id;
        long others = other.id == 0 ? Long.MAX_VALUE : other.id;
        return own != others ? own < others : serial < other.serial;
    }

    /**
     * How large its region may be now: what comes into view beside a thing that was seen whole is not all part of it.
     *
     * @param carriedArea pixels of its carried mask
     */
    int mostArea(int carriedArea) {
        float known = Math.max(wholeArea, Math.min(carriedArea, SWOLLEN * wholeArea));
        return seenWhole ? (int) (MOST_GROWTH * known) : Integer.MAX_VALUE;
    }

    /** True if much less of it is there than there was: something hides it, or a part of it was not found. */
    boolean isShrunk(int areaNow) {
        return seenWhole && areaNow < SHRUNK * wholeArea;
    }

    /**
     * Looks, size and place are learned from whole sights only, once there was one: half of a thing looks otherwise, and is elsewhere.
     * What stays small for long is small, and what stays large is large.
     *
     * @param clear true if neither the picture's border nor an arm is before it
     * @return true if this sight may be learned from
     */
    boolean learnArea(boolean clear) {
        if (clear) {
            boolean swollen = seenWhole && area > SWOLLEN * wholeArea;
            shrunkInARow = isShrunk(area) || swollen ? shrunkInARow + 1 : 0;
        }
        boolean whole = clear && (shrunkInARow == 0 || shrunkInARow > MOST_SHRUNK);
        if (!whole && seenWhole && (clear || area <= wholeArea)) {
            return false;
        }
        wholeArea = !whole ? Math.max(area, wholeArea) : seenWhole && shrunkInARow == 0 ? (3 * wholeArea + area) / 4 : area;
        seenWhole |= whole;
        return true;
    }

    /** It came back nearer or farther away: what was known of its size holds no longer. */
    void sizeIsAnother(int areaNow) {
        wholeArea = areaNow;
        seenWhole = false;
        shrunkInARow = 0;
    }

    /**
     * The other is a part of this thing, or the same thing again, and is no more. What the whole looks like is learned anew where it is
     * much larger or smaller than this was.
     *
     * @param twin true if it is the same thing again, not another part
     * @param areaNow pixels of both
     */
    void absorb(Track part, boolean twin, int areaNow) {
        parts = twin ? Math.max(parts, part.parts) : parts + part.parts;
        votes.addAll(part.votes);
        boolean same = likenessOfSize(areaNow) >= SHRUNK;
        boolean asPart = twin && part.likenessOfSize(areaNow) >= SHRUNK;
        looks = same ? looks : asPart ? part.looks : ColourHistogram.empty();
        seenWhole = same ? seenWhole : asPart && part.seenWhole;
        wholeArea = same ? wholeArea : asPart ? part.wholeArea : 0;
        template = same ? template : new float[0];
        if (!same) {
            views.clear();
        }
        if (asPart) {
            views.addAll(part.views);
        }
        keyFramesSeen = Math.max(keyFramesSeen, part.keyFramesSeen);
        seenWithoutHand = Math.max(seenWithoutHand, part.seenWithoutHand);
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
        out.writeInt(wholeArea);
        out.writeBoolean(seenWhole);
        out.writeInt(shrunkInARow);
        out.writeBoolean(carried);
        out.writeInt(misses);
        out.writeInt(keyFramesSeen);
        out.writeInt(betterInARow);
        out.writeInt(seenWithoutHand);
        out.writeInt(parts);
        out.writeLong(lastSeenNanos);
        out.writeLong(lastExpectedNanos);
        votes.write(out);
        looks.write(out);
        out.writeInt(template.length);
        for (float v : template) {
            out.writeFloat(v);
        }
        place.write(out);
        held.write(out);
        views.write(out);
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
        int wholeArea = in.readInt();
        boolean seenWhole = in.readBoolean();
        int shrunkInARow = in.readInt();
        boolean carried = in.readBoolean();
        int misses = in.readInt();
        int keyFramesSeen = in.readInt();
        int betterInARow = in.readInt();
        int seenWithoutHand = in.readInt();
        int parts = in.readInt();
        long lastSeenNanos = in.readLong();
        long lastExpectedNanos = in.readLong();
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
        track.wholeArea = wholeArea;
        track.seenWhole = seenWhole;
        track.shrunkInARow = shrunkInARow;
        track.carried = carried;
        track.misses = misses;
        track.keyFramesSeen = keyFramesSeen;
        track.betterInARow = betterInARow;
        track.seenWithoutHand = seenWithoutHand;
        track.parts = parts;
        track.lastSeenNanos = lastSeenNanos;
        track.lastExpectedNanos = lastExpectedNanos;
        track.votes = votes;
        track.template = new float[in.readInt()];
        for (int i = 0; i < track.template.length; i++) {
            track.template[i] = in.readFloat();
        }
        track.place.read(in);
        track.held.read(in);
        track.views.read(in);
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
