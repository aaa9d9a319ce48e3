package org.egoscope.perception.internal.headpose;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;

/**
 * Which way is up in the map, from the straight edges of what people build: upright ones all lie in planes that contain the vertical, so
 * the vertical is the direction with most of them. Level edges meet 90 degrees away from it, wherever they point: out of reach as long as
 * up is known within 34 degrees; beyond that what else is known of a direction has to tell the two apart ({@link Cost}).
 */
final class VerticalLines {
    /** Longer edges say no more: they are as straight as the lens lets them be. */
    private static final double MOST_LENGTH_RADIANS = 0.3;

    private static final int MOST_LINES = 1200;
    private static final int MOST_LINES_OF_A_LOOK = 40;

    /** Edges whose plane misses the vertical by more do not count: ends are found within a pixel, and walls are upright within 1 degree. */
    private static final double TOLERANCE = Math.sin(Math.toRadians(3));

    /** What edges in all directions would reach, the mean of {@code 1 - (x / t)^2} over a sine that is even in -1..1. */
    private static final double SHARE_OF_CHANCE = 2.0 / 3 * TOLERANCE;

    /** Up is looked for so far around the present guess: cameras on heads look up by 20 to down by 85 degrees. */
    private static final double REACH = Math.toRadians(56);

    private static final double STEP = Math.toRadians(2);
    private static final double FINE_STEP = Math.toRadians(0.5);

    /** From here on, in multiples of chance, a direction is one of upright edges (clutter reaches 2), and it is sure at the other. */
    private static final double LEAST_RATIO = 2.0;

    private static final double SURE_RATIO = 4.5;

    /** Fewer edges say nothing yet. */
    private static final int LEAST_LINES = 25;

    /** {@code [n, 4]} unit normals in the map and weights, the last {@link #MOST_LINES} in a ring. */
    private final float[] lines = new float[MOST_LINES * 4];

    private int count;
    private int next;

    /**
     * A direction that upright edges agree on.
     *
     * @param up unit vector in the map
     * @param trust 0..1
     */
    record Vertical(Vec3 up, double trust) {}

    /** @param planesInCamera {@code [n, 4]} of {@link LineFinder} */
    void add(double[] planesInCamera, Quaternion mapFromCamera) {
        int all = planesInCamera.length / 4;
        int taken = Math.min(all, MOST_LINES_OF_A_LOOK);
        for (int k = 0; k < taken; k++) {
            int i = (int) ((long) k * all / taken) * 4;
            Vec3 normal = mapFromCamera.rotate(new Vec3(planesInCamera[i], planesInCamera[i + 1], planesInCamera[i + 2]));
            int at = next * 4;
            lines[at] = (float) normal.x();
            lines[at + 1] = (float) normal.y();
            lines[at + 2] = (float) normal.z();
            lines[at + 3] = (float) Math.min(MOST_LENGTH_RADIANS, planesInCamera[i + 3]);
            next = (next + 1) % MOST_LINES;
            count = Math.min(MOST_LINES, count + 1);
        }
    }

    int count() {
        return count;
    }

    void clear() {
        count = 0;
        next = 0;
    }

    /** What else is known of a direction: small where it is likely up. */
    interface Cost {
        /** In units of {@link #ratio}. */
        double of(Vec3 up);
    }

    /** The best direction within reach of the present one; trust 0 where edges say nothing. */
    Vertical find(Vec3 present, Cost cost) {
        if (count < LEAST_LINES) {
            return new Vertical(present, 0);
        }
        Vec3 coarse = best(present, REACH, STEP, cost);
        Vec3 fine = best(coarse, STEP, FINE_STEP, cost);
        double trust = (ratio(fine) - LEAST_RATIO) / (SURE_RATIO - LEAST_RATIO);
        return new Vertical(fine, Math.max(0, Math.min(1, trust)));
    }

    /** On rings around a direction. */
    private Vec3 best(Vec3 around, double reach, double step, Cost cost) {
        Vec3 aside = around.cross(Math.abs(around.x()) < 0.7 ? new Vec3(1, 0, 0) : new Vec3(0, 1, 0)).normalized();
        Vec3 other = around.cross(aside);
        Vec3 best = around;
        double most = ratio(around) - cost.of(around);
        int rings = (int) Math.round(reach / step);
        for (int ring = 1; ring <= rings; ring++) {
            double angle = ring * step;
            int places = Math.max(6, (int) Math.ceil(2 * Math.PI * Math.sin(angle) / step));
            for (int k = 0; k < places; k++) {
                double turn = 2 * Math.PI * k / places;
                Vec3 level = aside.times(Math.cos(turn)).plus(other.times(Math.sin(turn)));
                Vec3 up = around.times(Math.cos(angle)).plus(level.times(Math.sin(angle)));
                double score = ratio(up) - cost.of(up);
                if (score > most) {
                    most = score;
                    best = up;
                }
            }
        }
        return best;
    }

    /** Weight of the edges that are upright if this is up, over what chance would have. */
    private double ratio(Vec3 up) {
        float x = (float) (up.x() / TOLERANCE);
        float y = (float) (up.y() / TOLERANCE);
        float z = (float) (up.z() / TOLERANCE);
        float sum = 0;
        float all = 0;
        for (int i = 0; i < count * 4; i += 4) {
            float off = lines[i] * x + lines[i + 1] * y + lines[i + 2] * z;
            all += lines[i + 3];
            sum += lines[i + 3] * Math.max(0, 1 - off * off);
        }
        return sum / all / SHARE_OF_CHANCE;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(count);
        out.writeInt(next);
        for (int i = 0; i < count * 4; i++) {
            out.writeFloat(lines[i]);
        }
    }

    void read(DataInputStream in) throws IOException {
        count = in.readInt();
        next = in.readInt();
        for (int i = 0; i < count * 4; i++) {
            lines[i] = in.readFloat();
        }
    }
}
