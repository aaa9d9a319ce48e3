package org.egoscope.scenegraph.internal.frame;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.observation.BoundingBox;
import org.jspecify.annotations.Nullable;

/** What is remembered of one thing as long as it is recent. */
public final class Track {
    /** Of the box's area from one sight to the next; more is another cut-out of the thing and not its motion. */
    private static final double MOST_GROWTH = 1.6;

    private final long id;
    private final Moment first;
    private Moment last;
    private int sightings;
    private int sightingsAsHand;
    private float meanAreaFraction;
    private float meanFill;
    private float meanPredictedIou;
    private boolean touched;
    private boolean lookedAt;
    private BoundingBox box;
    private double centroidX;
    private double centroidY;
    private final LabelVotes votes;
    private final Drift drift;
    private final BoxMotion motion;
    /** True if the picture's edge cut the last mask. */
    private boolean cut;

    private @Nullable Vec3 placeInWorld;
    private double depthMeters = Double.NaN;

    Track(long id, Moment first) {
        this(id, first, new LabelVotes(), new Drift(), new BoxMotion());
    }

    private Track(long id, Moment first, LabelVotes votes, Drift drift, BoxMotion motion) {
        this.id = id;
        this.first = first;
        this.last = first;
        this.box = new BoundingBox(0, 0, 0, 0);
        this.votes = votes;
        this.drift = drift;
        this.motion = motion;
    }

    /** One more sighting. {@code asHand} is a vote that the mask is the wearer's own hand or arm. */
    void observe(Moment moment, MaskShape shape, ImageSize size, boolean asHand, float predictedIou) {
        last = moment;
        sightings++;
        sightingsAsHand += asHand ? 1 : 0;
        meanAreaFraction += ((float) shape.area() / size.pixels() - meanAreaFraction) / Math.min(sightings, 60);
        meanFill += (shape.area() / (shape.box().width() * shape.box().height()) - meanFill) / Math.min(sightings, 60);
        meanPredictedIou += (predictedIou - meanPredictedIou) / Math.min(sightings, 60);
        boolean jumps = sightings > 1 && isJump(box, shape.box());
        box = shape.box();
        centroidX = shape.centroidX();
        centroidY = shape.centroidY();
        boolean isCut = shape.isCutBy(size);
        if (isCut || cut || jumps) {
            drift.restart(centroidX, centroidY, moment.startNanos());
            motion.restart(box, moment.startNanos());
        } else {
            drift.observe(centroidX, centroidY, moment.startNanos());
            motion.observe(box, moment.startNanos());
        }
        cut = isCut;
    }

    /** True if the mask now has another extent, as when a hand comes before the thing: no thing grows so much between two frames. */
    private static boolean isJump(BoundingBox before, BoundingBox now) {
        double ratio = (double) now.width() * now.height() / Math.max(1, (double) before.width() * before.height());
        return ratio > MOST_GROWTH || ratio < 1 / MOST_GROWTH;
    }

    public long id() {
        return id;
    }

    public Moment first() {
        return first;
    }

    public Moment last() {
        return last;
    }

    public int sightings() {
        return sightings;
    }

    /** True if most sightings say that this is the wearer's own hand or arm. */
    public boolean isOwnHand() {
        return sightingsAsHand * 2 > sightings;
    }

    /** Mean share of the picture, 0..1, over about the last 60 sightings. */
    public float meanAreaFraction() {
        return meanAreaFraction;
    }

    /** Mean share of its box that the mask fills, 0..1. */
    public float meanFill() {
        return meanFill;
    }

    /** Mean of what perception expects of its masks, 0..1. */
    public float meanPredictedIou() {
        return meanPredictedIou;
    }

    /** The wearer has touched it. */
    public void touch() {
        touched = true;
    }

    /** True if the wearer has ever touched it. */
    public boolean isTouched() {
        return touched;
    }

    /** The wearer has looked at it for a while. */
    public void look() {
        lookedAt = true;
    }

    public boolean isLookedAt() {
        return lookedAt;
    }

    /** Last seen box. */
    public BoundingBox box() {
        return box;
    }

    /** Of the last seen mask, pixels. */
    double centroidX() {
        return centroidX;
    }

    /** Of the last seen mask, pixels. */
    double centroidY() {
        return centroidY;
    }

    public LabelVotes votes() {
        return votes;
    }

    /** Where the middle of the mask is, and goes. */
    Drift drift() {
        return drift;
    }

    /** Against the background. */
    public BoxMotion motion() {
        return motion;
    }

    /** Moves what is remembered of the place with the background. */
    void warp(CameraMotion camera, double usualDepthMeters) {
        double depth = Double.isNaN(depthMeters) ? usualDepthMeters : depthMeters;
        drift.warp(camera, depth);
        motion.warp(camera, depth);
    }

    /** Metres; known only after a hand with known depth has touched it; null otherwise. */
    public @Nullable Vec3 placeInWorld() {
        return placeInWorld;
    }

    /** @param depth from the camera plane, metres */
    public void placeAt(Vec3 pointInWorld, double depth) {
        placeInWorld = pointInWorld;
        depthMeters = depth;
    }

    void forgetPlace() {
        placeInWorld = null;
    }

    /** Metres from the camera plane when a hand last touched it; NaN if none has. */
    double depthMeters() {
        return depthMeters;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(id);
        Moment.write(first, out);
        Moment.write(last, out);
        out.writeInt(sightings);
        out.writeInt(sightingsAsHand);
        out.writeFloat(meanAreaFraction);
        out.writeFloat(meanFill);
        out.writeFloat(meanPredictedIou);
        out.writeBoolean(touched);
        out.writeBoolean(lookedAt);
        out.writeFloat(box.x());
        out.writeFloat(box.y());
        out.writeFloat(box.width());
        out.writeFloat(box.height());
        out.writeDouble(centroidX);
        out.writeDouble(centroidY);
        votes.write(out);
        drift.write(out);
        motion.write(out);
        out.writeBoolean(cut);
        out.writeDouble(depthMeters);
        out.writeBoolean(placeInWorld != null);
        if (placeInWorld != null) {
            out.writeDouble(placeInWorld.x());
            out.writeDouble(placeInWorld.y());
            out.writeDouble(placeInWorld.z());
        }
    }

    static Track read(DataInput in) throws IOException {
        long id = in.readLong();
        Moment first = Moment.readPresent(in);
        Moment last = Moment.readPresent(in);
        int sightings = in.readInt();
        int asHand = in.readInt();
        float areaFraction = in.readFloat();
        float fill = in.readFloat();
        float predictedIou = in.readFloat();
        boolean touched = in.readBoolean();
        boolean lookedAt = in.readBoolean();
        BoundingBox box = new BoundingBox(in.readFloat(), in.readFloat(), in.readFloat(), in.readFloat());
        double centroidX = in.readDouble();
        double centroidY = in.readDouble();
        Track track = new Track(id, first, LabelVotes.read(in), Drift.read(in), BoxMotion.read(in));
        track.last = last;
        track.sightings = sightings;
        track.sightingsAsHand = asHand;
        track.meanAreaFraction = areaFraction;
        track.meanFill = fill;
        track.meanPredictedIou = predictedIou;
        track.touched = touched;
        track.lookedAt = lookedAt;
        track.box = box;
        track.centroidX = centroidX;
        track.centroidY = centroidY;
        track.cut = in.readBoolean();
        track.depthMeters = in.readDouble();
        if (in.readBoolean()) {
            track.placeInWorld = new Vec3(in.readDouble(), in.readDouble(), in.readDouble());
        }
        return track;
    }
}
