package org.egoscope.scenegraph.internal.contact;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.egoscope.scenegraph.SceneGraphConfig;
import org.egoscope.scenegraph.internal.frame.Moment;
import org.jspecify.annotations.Nullable;

/**
 * Whether a hand holds a thing, told by motion. Evidence is summed over time as log-odds are, in a bounded sum: frames in which both
 * move as one against the background speak for it, frames in which the hand moves and the thing does not speak against it. At 1, the
 * most, the thing is held from then on, at 0 no more; while a held thing and its hand both rest, the sum recovers. One frame of slipping
 * keypoints thus weakens a grip and does not end it, and a doubtful hand weighs less.
 */
final class Grip {
    /** A motion that pauses no longer than this goes on, however slowly: the end of a carry is slow. */
    private static final long SAME_MOTION_NANOS = 150_000_000L;

    /** Hand lengths per hand lengths: how much of a thing's speed the hand's may differ by. */
    private static final double ALONG_RATIO = 0.8;

    /** What a hand may begin to carry before it seems to touch it is this near, hand lengths. */
    private static final double HELD_DISTANCE = 0.5;

    /** A motion shorter than this is the jerk of a hand that lets go. */
    private static final long NEW_MOTION_NANOS = 100_000_000L;

    /** Of two that move as one at the lowest speed, the slower one has at least this share of it. */
    private static final double SLOWER_SHARE = 0.7;

    /** What jitter leaves of two equal speeds, hand lengths per second (measured with one pixel of jitter). */
    private static final double SPEED_NOISE = 0.15;

    /** Faster, hand lengths per second (1.5 m/s), is a mask that jumps. */
    static final double MOST_SPEED = 15;

    /** Networks put the keypoints of a hand that is half hidden up to so many hand lengths beside it. */
    private static final double STILL_GRIPPING = 0.3;

    private static final long LONGEST_STEP_NANOS = 100_000_000L;

    private double evidence;
    private boolean held;
    private boolean wasHeld;
    private @Nullable Moment start;
    private @Nullable Moment last;
    private long newMotionNanos;
    private boolean slipping;
    private double anchorX = Double.NaN;
    private double anchorY = Double.NaN;

    /** Both are seen. {@code touching}: the thing is in contact or a candidate for it. */
    void observe(Moment moment, ContactMeasure measure, boolean touching, SceneGraphConfig.Contact contact) {
        if (!touching && measure.distance() > HELD_DISTANCE) {
            forget();
            return;
        }
        if (Double.isNaN(measure.relativeSpeed())) {
            observeHandAlone(moment, measure, contact);
            return;
        }
        double faster = Math.max(measure.handSpeed(), measure.thingSpeed());
        boolean wasMoving = wasMoving(moment);
        if (faster < (wasMoving ? contact.stillSpeed() : contact.movingSpeed())) {
            newMotionNanos = 0;
            rest(moment, contact);
        } else if (movesAsOne(measure, wasMoving, contact)) {
            moveTogether(moment, wasMoving, contact);
            anchorX = measure.offsetX();
            anchorY = measure.offsetY();
        } else {
            newMotionNanos = 0;
            if (measure.handSpeed() >= contact.movingSpeed() && !isAtAnchor(measure)) {
                moveApart(step(moment), 1 - measure.doubt(), contact);
            }
        }
    }

    /** The thing moves while its hand is not seen; nothing but the hand moves it. */
    void observeThingAlone(Moment moment, SceneGraphConfig.Contact contact) {
        moveTogether(moment, wasMoving(moment), contact);
    }

    /** What was held and is cut by the picture's edge moves as the hand does. */
    private void observeHandAlone(Moment moment, ContactMeasure measure, SceneGraphConfig.Contact contact) {
        slipping = false;
        if (held && measure.handSpeed() >= contact.movingSpeed()) {
            last = moment;
        }
    }

    private boolean wasMoving(Moment moment) {
        return last != null && moment.startNanos() - last.endNanos() < SAME_MOTION_NANOS;
    }

    private static long step(Moment moment) {
        return Math.min(LONGEST_STEP_NANOS, moment.endNanos() - moment.startNanos());
    }

    /**
     * Hands are told less exactly than masks: a thing that moves is moved by the hand at it, if that goes along somehow. What keypoints say
     * of the hand's motion counts by how sure they are, as it does for a hand that crosses a thing.
     */
    private static boolean movesAsOne(ContactMeasure measure, boolean wasMoving, SceneGraphConfig.Contact contact) {
        double faster = Math.max(measure.handSpeed(), measure.thingSpeed());
        double slower = Math.min(measure.handSpeed(), measure.thingSpeed());
        double ofThing = measure.thingSpeed() >= contact.movingSpeed() ? ALONG_RATIO * measure.thingSpeed() : 0;
        double difference = Math.max(contact.togetherRatio() * faster, ofThing) + (wasMoving ? SPEED_NOISE : 0);
        double sureness = 1 - measure.doubt();
        return slower >= contact.stillSpeed() * SLOWER_SHARE && measure.relativeSpeed() * sureness * sureness <= difference;
    }

    /** True if the hand still is where it was on the thing when both last moved; what it moves there is shaking, or its keypoints'. */
    private boolean isAtAnchor(ContactMeasure measure) {
        return held && fromAnchor(measure) <= measure.doubt() / 2;
    }

    private double fromAnchor(ContactMeasure measure) {
        return Math.hypot(measure.offsetX() - anchorX, measure.offsetY() - anchorY);
    }

    /** True if the hand still is where it gripped the thing, though its keypoints may not reach it: fingers behind a thing are not seen. */
    boolean isStillGripping(ContactMeasure measure) {
        return held && measure.distance() <= STILL_GRIPPING && fromAnchor(measure) <= STILL_GRIPPING;
    }

    private void moveTogether(Moment moment, boolean wasMoving, SceneGraphConfig.Contact contact) {
        slipping = false;
        start = start == null ? moment : start;
        long step = step(moment);
        newMotionNanos += step;
        if (wasMoving || newMotionNanos >= NEW_MOTION_NANOS) {
            last = moment;
        }
        evidence = Math.min(1, evidence + (double) step / contact.togetherNanos());
        if (isProven()) {
            held = true;
            wasHeld = true;
        }
    }

    private void moveApart(long step, double weight, SceneGraphConfig.Contact contact) {
        slipping = true;
        evidence = Math.max(0, evidence - weight * step / contact.apartNanos());
        if (evidence <= 0) {
            held = false;
            start = null;
        }
    }

    /** Neither moves: what shaking has taken from the evidence for a grip comes back as fast. */
    private void rest(Moment moment, SceneGraphConfig.Contact contact) {
        slipping = false;
        if (held) {
            evidence = Math.min(1, evidence + (double) step(moment) / contact.apartNanos());
        }
    }

    private void forget() {
        slipping = false;
        if (!held) {
            evidence = 0;
            start = null;
        }
    }

    /** True if common motion alone says that the thing is held. */
    boolean isProven() {
        return evidence >= 1 - 1e-9;
    }

    /** True if both moved as one in that frame. */
    boolean isTogetherAt(Moment moment) {
        return moment.equals(last);
    }

    /** True if the hand moved away over the thing in the last frame. */
    boolean isSlipping() {
        return slipping;
    }

    boolean isHeld() {
        return held;
    }

    boolean wasHeld() {
        return wasHeld;
    }

    /** First frame in which both moved as one. */
    @Nullable Moment start() {
        return start;
    }

    /** Last frame in which both moved as one. */
    @Nullable Moment last() {
        return last;
    }

    void write(DataOutput out) throws IOException {
        out.writeDouble(evidence);
        out.writeBoolean(held);
        out.writeBoolean(wasHeld);
        Moment.write(start, out);
        Moment.write(last, out);
        out.writeLong(newMotionNanos);
        out.writeBoolean(slipping);
        out.writeDouble(anchorX);
        out.writeDouble(anchorY);
    }

    static Grip read(DataInput in) throws IOException {
        Grip grip = new Grip();
        grip.evidence = in.readDouble();
        grip.held = in.readBoolean();
        grip.wasHeld = in.readBoolean();
        grip.start = Moment.read(in);
        grip.last = Moment.read(in);
        grip.newMotionNanos = in.readLong();
        grip.slipping = in.readBoolean();
        grip.anchorX = in.readDouble();
        grip.anchorY = in.readDouble();
        return grip;
    }
}
