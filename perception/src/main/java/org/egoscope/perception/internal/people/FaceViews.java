package org.egoscope.perception.internal.people;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.perception.internal.hands.CropSampler.Region;

/**
 * Where faces are looked for in a frame: in the whole picture always, and in the tiles in turn, so many at a time that each has been
 * looked at when a round is over. Faces that are small or dark in the whole picture are found in tiles only.
 */
final class FaceViews {
    /** Side of a tile as a share of the picture's shorter side, and how much of it neighbours share. */
    private static final double TILE = 0.6;
    private static final double TILE_OVERLAP = 0.25;
    /** Frame times are rounded: so much of a tile more than is due does not count. */
    private static final double ROUNDING = 0.1;

    private final long roundNanos;
    private int next;
    private long lastNanos = Long.MIN_VALUE;

    FaceViews(double roundSeconds) {
        this.roundNanos = Math.round(roundSeconds * 1e9);
    }

    /** The views due now; all of them in the first frame and where a round is shorter than the time between frames. */
    List<Region> due(ImageSize size, long now) {
        List<Region> all = all(size);
        int tiles = all.size() - 1;
        double rounds = lastNanos == Long.MIN_VALUE || roundNanos == 0 ? 1 : (now - lastNanos) / (double) roundNanos;
        int due = (int) Math.max(1, Math.min(tiles, Math.ceil(tiles * rounds - ROUNDING)));
        lastNanos = now;
        List<Region> views = new ArrayList<>();
        views.add(all.get(0));
        for (int i = 0; i < due; i++) {
            views.add(all.get(1 + (next + i) % tiles));
        }
        next = (next + due) % tiles;
        return views;
    }

    /** The whole picture, then square tiles that overlap and together cover it. */
    static List<Region> all(ImageSize size) {
        List<Region> views = new ArrayList<>();
        views.add(new Region(0, 0, size.width(), size.height()));
        int side = (int) Math.ceil(TILE * Math.min(size.width(), size.height()));
        int columns = tiles(size.width(), side);
        int rows = tiles(size.height(), side);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                views.add(new Region(
                        (size.width() - side) * column / Math.max(1, columns - 1), (size.height() - side) * row / Math.max(1, rows - 1),
                        side, side));
            }
        }
        return views;
    }

    private static int tiles(int length, int side) {
        double shared = TILE_OVERLAP * side;
        return (int) Math.max(1, Math.ceil((length - shared) / (side - shared)));
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(next);
        out.writeLong(lastNanos);
    }

    void read(DataInputStream in) throws IOException {
        next = in.readInt();
        lastNanos = in.readLong();
    }

    void clear() {
        next = 0;
        lastNanos = Long.MIN_VALUE;
    }
}
