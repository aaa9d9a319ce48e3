package org.egoscope.synthetic.internal.render;

import org.egoscope.synthetic.internal.render.Finish.Rgb;

/** Computes the colour of a surface point. One instance per thread: it keeps its result in fields. */
final class PatternPainter {
    private static final Rgb WALL = Rgb.of(0xD9CFBE);
    private static final Rgb TILE = Rgb.of(0xC9D6D3);
    private static final Rgb CEILING = Rgb.of(0xEDEBE6);
    private static final Rgb PLANK_LIGHT = Rgb.of(0xB98A5A);
    private static final Rgb PLANK_DARK = Rgb.of(0x6F4A2B);

    double red;
    double green;
    double blue;

    /** Point and unit normal in local space. */
    void paint(Finish finish, double x, double y, double z, double[] normal) {
        switch (finish.pattern()) {
            case ROOM -> room(x, y, z, normal);
            case WOOD -> wood(finish, x, y, z);
            case STONE -> stone(finish, x, y, z);
            case FABRIC -> fabric(finish, x, y, z);
            case SKIN -> mix(finish, 0.25 * Noise.smooth(x * 90 + z * 70, y * 90, finish.layer()));
            case PAINTING -> painting(finish, x, y, z, normal);
            case PRINT -> print(finish, x, y, z, normal);
            case RINGS -> mix(finish, ringAt(z));
            case RUG -> rug(finish, x, y);
            case SKY -> mix(finish, clamp(z * 0.8 + 0.25 + 0.5 * Noise.smooth(y * 3, z * 4, 5)));
            case SPECKLED -> mix(finish, Noise.smooth(x * 160 + z * 130, y * 160, finish.layer()) > 0.72 ? 0.8 : 0.06);
            default -> mix(finish, 0);
        }
    }

    private static double ringAt(double z) {
        double height = z * 100;
        return height > 5.4 && height < 6.6 || height > 7.2 && height < 7.7 ? 1 : 0;
    }

    private static double clamp(double v) {
        return Math.max(0, Math.min(1, v));
    }

    private void set(Rgb a, Rgb b, double f, double gain) {
        red = (a.red() + (b.red() - a.red()) * f) * gain;
        green = (a.green() + (b.green() - a.green()) * f) * gain;
        blue = (a.blue() + (b.blue() - a.blue()) * f) * gain;
    }

    private void mix(Finish finish, double f) {
        set(finish.base(), finish.second(), f, 1);
    }

    private void room(double x, double y, double z, double[] normal) {
        if (normal[2] < -0.5) {
            // The room's box is seen from inside: its lower face has the outward normal -z.
            planks(x, y);
        } else if (normal[2] > 0.5) {
            set(CEILING, CEILING, 0, 0.97 + 0.03 * Noise.smooth(x * 4, y * 4, 3));
        } else {
            double along = Math.abs(normal[0]) > 0.5 ? y : x;
            wall(along, z, normal[0] > 0.5);
        }
    }

    private void planks(double x, double y) {
        int row = Noise.floor(y / 0.14);
        double shifted = x + Noise.cell(row, 7, 1) * 1.6;
        int plank = Noise.floor(shifted / 1.6);
        double tone = Noise.cell(row, plank, 2);
        double grain = Noise.smooth(x * 6, y * 90, row) * 0.6 + Noise.smooth(x * 25, y * 220, row + 9) * 0.4;
        double edge = Math.min(y - row * 0.14, shifted - plank * 1.6) < 0.006 ? 0.55 : 1;
        set(PLANK_LIGHT, PLANK_DARK, clamp(0.55 * tone + 0.5 * grain - 0.1), edge);
    }

    private void wall(double along, double z, boolean kitchenSide) {
        if (kitchenSide && z > 0.9 && z < 1.5) {
            int i = Noise.floor(along / 0.15);
            int j = Noise.floor(z / 0.15);
            double u = along - i * 0.15;
            double v = z - j * 0.15;
            boolean joint = u < 0.006 || v < 0.006;
            set(TILE, WALL, joint ? 1 : 0, joint ? 0.8 : 0.82 + 0.22 * Noise.cell(i, j, 4));
            return;
        }
        double paint = 0.93 + 0.05 * Noise.smooth(along * 9, z * 9, 6) + 0.05 * Noise.smooth(along * 60, z * 60, 8);
        boolean motif = Noise.floor(along / 0.22) % 2 == 0;
        boolean skirting = z < 0.09;
        set(WALL, PLANK_DARK, skirting ? 0.7 : motif ? 0.06 : 0, paint);
    }

    private void wood(Finish finish, double x, double y, double z) {
        double rings = Noise.smooth(x * 7 + z * 5, y * 60 + z * 40, finish.layer());
        double fine = Noise.smooth(x * 40, y * 260 + z * 200, finish.layer() + 1);
        mix(finish, 0.65 * rings + 0.35 * fine);
    }

    private void stone(Finish finish, double x, double y, double z) {
        double broad = Noise.smooth(x * 8 + z * 3, y * 8 + z * 3, finish.layer());
        double fine = Noise.smooth(x * 75, y * 75 + z * 60, finish.layer() + 1);
        double vein = Math.abs(Noise.smooth(x * 3 + broad, y * 3, finish.layer() + 2) - 0.5) < 0.025 ? 0.5 : 0;
        mix(finish, clamp(0.25 * broad + 0.55 * fine * fine + vein));
    }

    private void fabric(Finish finish, double x, double y, double z) {
        double weave = Noise.smooth(x * 180 + z * 120, y * 180 - z * 140, finish.layer());
        mix(finish, 0.65 * weave);
    }

    private void rug(Finish finish, double x, double y) {
        int i = Noise.floor(x / 0.11);
        int j = Noise.floor(y / 0.11);
        double diamond = Math.abs(x / 0.11 - i - 0.5) + Math.abs(y / 0.11 - j - 0.5);
        double pick = diamond < 0.38 ? Noise.cell(i, j, finish.layer()) : 0;
        mix(finish, clamp(pick + 0.25 * Noise.smooth(x * 150, y * 150, 3)));
    }

    private void painting(Finish finish, double x, double y, double z, double[] normal) {
        double u = Math.abs(normal[0]) > 0.5 ? y : x;
        double n = Noise.smooth(u * 7, z * 7, finish.layer()) + 0.5 * Noise.smooth(u * 17, z * 15, finish.layer() + 1);
        int band = Noise.floor(n * 5);
        double tone = Noise.cell(band, finish.layer(), 11);
        mix(finish, tone);
        red = clamp(red * 0.6 + 0.5 * Noise.cell(band, finish.layer(), 12));
        green = clamp(green * 0.7 + 0.3 * Noise.cell(band, finish.layer(), 13));
    }

    /** A printed carton: a panel with a disc and lines of "text" on the sides. */
    private void print(Finish finish, double x, double y, double z, double[] normal) {
        if (Math.abs(normal[2]) > 0.5) {
            mix(finish, 0.1);
            return;
        }
        double u = Math.abs(normal[0]) > 0.5 ? y : x;
        double disc = Math.hypot(u, z - 0.14);
        boolean text = z > 0.02 && z < 0.075 && Noise.floor(z / 0.009) % 2 == 0 && Noise.cell(Noise.floor(u / 0.006), Noise.floor(z / 0.009), 21) > 0.35;
        boolean ring = disc < 0.042 && disc > 0.028 || disc < 0.016;
        mix(finish, text || ring ? 1 : z > 0.195 ? 0.6 : 0);
    }
}
