package org.egoscope.synthetic.internal.render;

/**
 * An analytic surface in the local space of its {@link Placement}, metres. Rays need not have unit direction: a hit is a multiple of
 * the direction, which is the depth along the optical axis if the direction has z = 1 in camera space.
 */
public abstract class Shape3 {
    /** No hit. */
    public static final double MISS = Double.POSITIVE_INFINITY;

    /** Smallest accepted multiple: keeps shapes around the lens from filling the picture. */
    static final double NEAREST = 0.03;

    private final int instanceId;
    private final Finish finish;
    private final Placement placement;
    private final boolean shadowOnly;

    /** Ray of the picture through column 0 and row 0 and its steps, in local space: origin, direction, d/column, d/row. */
    final double[] rayBase = new double[12];

    Shape3(Part part) {
        this.instanceId = part.instanceId();
        this.finish = part.finish();
        this.placement = part.placement();
        this.shadowOnly = part.shadowOnly();
    }

    /** What a shape belongs to. */
    public record Part(int instanceId, Finish finish, Placement placement, boolean shadowOnly) {
        public Part(int instanceId, Finish finish, Placement placement) {
            this(instanceId, finish, placement, false);
        }

        public Part withFinish(Finish other) {
            return new Part(instanceId, other, placement, shadowOnly);
        }
    }

    public final int instanceId() {
        return instanceId;
    }

    public final Finish finish() {
        return finish;
    }

    public final Placement placement() {
        return placement;
    }

    final boolean shadowOnly() {
        return shadowOnly;
    }

    /** First accepted multiple of the direction, or {@link #MISS}. */
    abstract double intersect(double ox, double oy, double oz, double dx, double dy, double dz);

    /** Unit normal at a point on the surface, either side. */
    abstract void normalAt(double x, double y, double z, double[] normal);

    /** Distance from a point to the surface, negative inside; exact or a close lower bound. Metres. */
    public abstract double distance(double x, double y, double z);

    /** Low corner then high corner of a box around the shape. */
    abstract void bounds(double[] lowHigh);
}
