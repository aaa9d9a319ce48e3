package org.egoscope.synthetic.internal.render;

/** Colour and pattern of a surface. Colours are display values 0..1. */
public record Finish(Pattern pattern, Rgb base, Rgb second, int layer) {
    /** A display colour. */
    public record Rgb(double red, double green, double blue) {
        public static Rgb of(int hex) {
            return new Rgb((hex >> 16 & 255) / 255.0, (hex >> 8 & 255) / 255.0, (hex & 255) / 255.0);
        }
    }

    /** Kinds of pattern; evaluated in local space so that they move with the thing. */
    public enum Pattern {
        PLAIN,
        ROOM,
        WOOD,
        STONE,
        FABRIC,
        SKIN,
        PAINTING,
        PRINT,
        RINGS,
        RUG,
        SKY,
        SPECKLED
    }

    public static Finish of(Pattern pattern, int base, int second, int layer) {
        return new Finish(pattern, Rgb.of(base), Rgb.of(second), layer);
    }

    public static Finish plain(int base) {
        return of(Pattern.PLAIN, base, base, 0);
    }

    boolean emits() {
        return pattern == Pattern.SKY;
    }
}
