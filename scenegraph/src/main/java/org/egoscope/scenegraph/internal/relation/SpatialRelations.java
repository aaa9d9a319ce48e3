package org.egoscope.scenegraph.internal.relation;

import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import org.egoscope.core.Sink;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.graph.GraphEvent;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.scenegraph.Predicate;
import org.egoscope.scenegraph.SceneGraphConfig;
import org.egoscope.scenegraph.internal.frame.MaskShape;
import org.egoscope.scenegraph.internal.frame.Moment;
import org.egoscope.scenegraph.internal.frame.SceneFrame;
import org.egoscope.scenegraph.internal.frame.Thing;

/**
 * Relations between things in one frame, from their masks as the wearer sees them. What the picture cannot tell (depth between things no
 * hand has touched) it does not claim: {@code near} without places in space carries {@code image_gap}, with them {@code meters}.
 */
public final class SpatialRelations {
    /** Names of things that contain others; without such a name nothing is said to be inside. */
    private static final Set<String> CONTAINERS = Set.of(
            "bowl", "cup", "mug", "pot", "pan", "sink", "box", "basket", "bin", "drawer", "bag", "backpack", "suitcase", "handbag",
            "refrigerator", "fridge", "oven", "microwave", "plate", "vase", "jar", "bucket");

    /** Columns and rows sampled per border: finer tells no more. */
    private static final int SAMPLES = 24;

    /** Share of the four-sided border that must be container on every side. */
    private static final double INSIDE = 0.6;

    private final SceneGraphConfig.Relation config;
    private final Surfaces surfaces;
    private final EdgeBook edges;

    public SpatialRelations(SceneGraphConfig.Relation config, Surfaces surfaces, EdgeBook edges) {
        this.config = config;
        this.surfaces = surfaces;
        this.edges = edges;
    }

    /** @param isHeld whether a hand holds a track now: what is held rests on nothing */
    public void update(SceneFrame frame, LongPredicate isHeld, Sink<? super GraphEvent> out) {
        List<Thing> things = frame.things();
        for (int i = 0; i < things.size(); i++) {
            Thing a = things.get(i);
            boolean isSurface = surfaces.isSurface(a.track());
            for (int j = 0; j < things.size(); j++) {
                Thing b = things.get(j);
                if (i != j && !isSurface) {
                    rest(a, b, isHeld.test(a.id()), frame.moment(), out);
                }
                if (j > i && !isSurface && !surfaces.isSurface(b.track())) {
                    neighbours(a, b, frame.moment(), out);
                }
            }
        }
    }

    private void rest(Thing a, Thing b, boolean held, Moment moment, Sink<? super GraphEvent> out) {
        if (b.shape().area() < a.shape().area() / 2 || !touch(a.shape().box(), b.shape().box())) {
            return;
        }
        double enclosed = CONTAINERS.contains(b.track().votes().label()) ? enclosure(a.shape(), b.shape()) : 0;
        if (enclosed >= INSIDE) {
            Measure measure = new Measure().with("enclosure", enclosed);
            edges.support(key(Predicate.IN, a, b), moment, true, (float) enclosed, measure, out);
            return;
        }
        double support = held ? 0 : support(a.shape(), b.shape());
        if (support >= config.supportLeave()) {
            Measure measure = new Measure().with("support", support);
            edges.support(key(Predicate.ON, a, b), moment, support >= config.supportEnter(), (float) support, measure, out);
        }
    }

    private static boolean touch(BoundingBox a, BoundingBox b) {
        return a.x() < b.right() + 2 && b.x() < a.right() + 2 && a.bottom() > b.y() - 4 && a.bottom() < b.bottom() + 2;
    }

    /** Share of the lower edge of {@code a} that has {@code b} right below it. */
    private static double support(MaskShape a, MaskShape b) {
        int left = (int) a.box().x();
        int width = (int) a.box().width();
        int step = Math.max(1, width / SAMPLES);
        int reach = Math.max(3, (int) (a.box().height() * 0.06));
        int seen = 0;
        int resting = 0;
        for (int x = left + step / 2; x < left + width; x += step) {
            int row = a.lowestRow(x);
            if (row >= 0) {
                seen++;
                resting += containsWithin(b, x, row + 1, reach) ? 1 : 0;
            }
        }
        return seen == 0 ? 0 : (double) resting / seen;
    }

    private static boolean containsWithin(MaskShape shape, int x, int row, int reach) {
        for (int y = row; y < row + reach; y++) {
            if (shape.contains(x, y)) {
                return true;
            }
        }
        return false;
    }

    /** The smaller of the shares of the upper and the lower edge of {@code a} that border on {@code b}. */
    private static double enclosure(MaskShape a, MaskShape b) {
        BoundingBox inner = a.box();
        BoundingBox outer = b.box();
        boolean within = inner.x() >= outer.x() && inner.right() <= outer.right() && inner.bottom() <= outer.bottom();
        if (!within) {
            return 0;
        }
        int left = (int) inner.x();
        int width = (int) inner.width();
        int step = Math.max(1, width / SAMPLES);
        int reach = Math.max(3, (int) (inner.height() * 0.06));
        int seen = 0;
        int above = 0;
        for (int x = left + step / 2; x < left + width; x += step) {
            int row = a.highestRow(x);
            if (row >= 0) {
                seen++;
                above += containsWithin(b, x, row - reach, reach) ? 1 : 0;
            }
        }
        return seen == 0 ? 0 : Math.min((double) above / seen, support(a, b));
    }

    private void neighbours(Thing a, Thing b, Moment moment, Sink<? super GraphEvent> out) {
        BoundingBox boxA = a.shape().box();
        BoundingBox boxB = b.shape().box();
        double extent = (a.extent() + b.extent()) / 2;
        double gapX = Math.max(boxA.x() - boxB.right(), boxB.x() - boxA.right());
        double gapY = Math.max(boxA.y() - boxB.bottom(), boxB.y() - boxA.bottom());
        double gap = Math.hypot(Math.max(0, gapX), Math.max(0, gapY)) / extent;
        near(a, b, gap, moment, out);
        if (gap <= config.sideGap()) {
            beside(a, b, gapX, moment, out);
        }
    }

    private void near(Thing a, Thing b, double gap, Moment moment, Sink<? super GraphEvent> out) {
        Vec3 placeA = a.track().placeInWorld();
        Vec3 placeB = b.track().placeInWorld();
        EdgeKey key = key(Predicate.NEAR, a, b);
        if (placeA != null && placeB != null) {
            double meters = placeA.distanceTo(placeB);
            double closeness = config.nearMeters() / Math.max(1e-6, meters);
            if (closeness >= config.nearEnter() / config.nearLeave()) {
                edges.support(key, moment, closeness >= 1, confidence(1 - meters / (2 * config.nearMeters())),
                        new Measure().with("meters", meters), out);
            }
        } else if (gap <= config.nearLeave()) {
            edges.support(key, moment, gap <= config.nearEnter(), confidence(1 - gap / (2 * config.nearLeave())),
                    new Measure().with("image_gap", gap), out);
        }
    }

    private static float confidence(double value) {
        return (float) Math.max(0, Math.min(1, value));
    }

    /** Beside: hardly above one another, and at about the same height. */
    private void beside(Thing a, Thing b, double gapX, Moment moment, Sink<? super GraphEvent> out) {
        BoundingBox boxA = a.shape().box();
        BoundingBox boxB = b.shape().box();
        double commonHeight = Math.min(boxA.bottom(), boxB.bottom()) - Math.max(boxA.y(), boxB.y());
        double level = commonHeight / Math.min(boxA.height(), boxB.height());
        double apart = gapX / Math.min(boxA.width(), boxB.width());
        if (level < 0.2 || apart < -0.35) {
            return;
        }
        boolean strong = level >= 0.35 && apart >= -0.2;
        boolean aIsLeft = boxA.centerX() < boxB.centerX();
        Thing left = aIsLeft ? a : b;
        Thing right = aIsLeft ? b : a;
        Measure measure = new Measure().with("level", level).with("apart", apart);
        float confidence = confidence(0.5 + 0.5 * Math.min(level, 1));
        edges.support(key(Predicate.LEFT_OF, left, right), moment, strong, confidence, measure, out);
        edges.support(key(Predicate.RIGHT_OF, right, left), moment, strong, confidence, measure, out);
    }

    private static EdgeKey key(Predicate predicate, Thing subject, Thing object) {
        return new EdgeKey(predicate, EdgeKey.nodeOfTrack(subject.id()), EdgeKey.nodeOfTrack(object.id()));
    }
}
