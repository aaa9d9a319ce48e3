package org.egoscope.synthetic.internal.render;

/** Repeatable noise from integer hashes. */
public final class Noise {
    private Noise() {}

    /** Mixes bits; the finaliser of MurmurHash3 (A. Appleby, public domain). */
    public static int hash(int value) {
        int h = value;
        h ^= h >>> 16;
        h *= 0x85ebca6b;
        h ^= h >>> 13;
        h *= 0xc2b2ae35;
        return h ^ h >>> 16;
    }

    static int hash(int x, int y, int z) {
        return hash(x * 0x9E3779B1 ^ hash(y * 0x85EBCA77 ^ z * 0xC2B2AE3D));
    }

    /** 0..1, the same for the same cell. */
    static double cell(int x, int y, int z) {
        return (hash(x, y, z) & 0xFFFFFF) * (1.0 / 0x1000000);
    }

    /** Smooth value noise, 0..1, one cell per unit. */
    static double smooth(double x, double y, int layer) {
        int ix = floor(x);
        int iy = floor(y);
        double fx = x - ix;
        double fy = y - iy;
        fx = fx * fx * (3 - 2 * fx);
        fy = fy * fy * (3 - 2 * fy);
        double a = cell(ix, iy, layer);
        double b = cell(ix + 1, iy, layer);
        double c = cell(ix, iy + 1, layer);
        double d = cell(ix + 1, iy + 1, layer);
        return a + (b - a) * fx + (c - a) * fy + (a - b - c + d) * fx * fy;
    }

    static int floor(double value) {
        int truncated = (int) value;
        return value < truncated ? truncated - 1 : truncated;
    }
}
