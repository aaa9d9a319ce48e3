package org.egoscope.scenegraph.internal.contact;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.egoscope.scenegraph.SceneGraphConfig;
import org.egoscope.scenegraph.internal.frame.Moment;
import org.jspecify.annotations.Nullable;

/**
 * One hand and one thing over time: approach, candidate, contact, held.
 *
 * <p>A contact begins with a candidate (near enough, not merely crossing), is sure after the shortest duration, and ends at the last
 * frame that supported it. Within it the thing is held once both have moved as one against the background for long enough, from the first
 * such frame on; it stays held while both rest, and is let go when the hand moves and the thing does not.
 */
public final class ContactPair {
    /** A reach counts for a contact that begins this soon after the approach ended: fingers shape before they close. */
    private static final long REACH_TO_CONTACT_NANOS = 500_000_000L;

    /** A hand that comes nearer this soon after it came into view was coming before. */
    private static final long ENTERING_NANOS = 250_000_000L;

    /** Time constant of the closing speed, seconds; as for all motion here. */
    private static final double CLOSING_TIME_CONSTANT_SECONDS = 0.12;

    /** A thing next to the one in the hand must be this clearly touched to count. */
    private static final double ENTER_PROXIMITY_OF_BUSY_HAND = 0.85;

    /** What moves with a hand this near is moved by it, hand lengths; nothing else moves things. */
    private static final double CARRIED_DISTANCE = 1;

    /** The end of a contact is waited for longer where the hand is doubtful: three times as long at even odds. */
    private static final double DOUBT_WAITS = 4;

    /** A touch shorter than this on the way is part of the reach: seen from the head, a hand passes over a thing before it comes down. */
    private static final long BRUSH_NANOS = 250_000_000L;

    /** Hand lengths, and hand lengths per second. */
    private static final double OVER_DISTANCE = 1;

    private static final double OVER_SPEED = 0.7;

    /** A hand missed for a few frames says nothing. */
    private static final long BRIEF_NANOS = 110_000_000L;

    /** Log-odds of 0.8: a surer hand counts in full, one of 0.6 a third. */
    private static final double FULL_LOG_ODDS = Math.log(4);

    private static final double LEAST_WEIGHT = 0.1;

    private static final long LONGEST_STEP_NANOS = 100_000_000L;

    /** Less of a held thing's mask is a patch of it; a hand that lets go of it shows more, not less. */
    private static final double LEAST_LEFT = 0.5;

    /** Of the newest frame in the mean over ten. */
    private static final double AREA_SHARE = 0.1;

    private final long trackId;
    private @Nullable Moment lastSeenTogether;
    private double lastDistance;
    private double lastDoubt;
    private double closingSpeed;
    private @Nullable Moment approachStart;
    private @Nullable Moment approachEnd;
    /** Frames of both since the approach, in which the hand came no nearer. */
    private long pauseNanos;
    private boolean fromOutside;

    private @Nullable Moment contactStart;
    private @Nullable Moment lastSupport;
    private boolean sure;
    private @Nullable Moment lastWholeSight;
    private long leftNanos;
    /** Of the last sight, and mean over the last third of a second of contact. */
    private double sightAreaPixels;

    private double heldAreaPixels;
    /** Of the contact, each frame weighed by how sure it is that there is a hand. */
    private long shownNanos;
    private long unsupportedNanos;
    private int supports;
    private double confidenceSum;

    private Grip grip = new Grip();
    private boolean needsProof;

    ContactPair(long trackId) {
        this.trackId = trackId;
    }

    /**
     * What else one frame says of a pair.
     *
     * @param busyElsewhere the hand holds something else, or the other hand holds this
     * @param clear false if only its motion can tell the mask from a shadow or a patch: then there is no contact until it is held
     */
    record Doubts(boolean busyElsewhere, boolean clear) {}

    /**
     * Both are seen.
     *
     * @param handConfidence how sure perception is that there is a hand, 0..1: this and nothing else is doubted of it here
     */
    void observe(
            Moment moment, ContactMeasure measure, SceneGraphConfig config, float handConfidence, Doubts doubts) {
        needsProof = !doubts.clear() && !grip.wasHeld();
        followApproach(moment, measure, config.handAction());
        grip.observe(moment, measure, contactStart != null, config.contact());
        if (isSupported(moment, measure, config.contact(), doubts)) {
            shownNanos += Math.round(weight(handConfidence) * step(moment));
            support(moment, (float) Math.min(1, measure.proximity()) * handConfidence, config.contact());
        } else if (isWholeSight(moment)) {
            unsupportedNanos += step(moment);
        }
        lastSeenTogether = moment;
        lastDistance = measure.distance();
        lastDoubt = measure.doubt();
    }

    /**
     * The thing is seen, the hand is not: hands are missed just when they hold something. A thing in contact that moves against the
     * background moves with the hand, since nothing else moves it.
     *
     * @return true if that supported the contact
     */
    boolean observeAlone(Moment moment, double thingSpeed, SceneGraphConfig config) {
        boolean brief = lastSeenTogether != null && moment.endNanos() - lastSeenTogether.endNanos() <= BRIEF_NANOS;
        boolean recent = !brief && lastSupport != null && moment.endNanos() - lastSupport.endNanos() <= config.contact().unseenHandNanos();
        if (!sure || !recent || thingSpeed < config.contact().movingSpeed() || thingSpeed > Grip.MOST_SPEED) {
            return false;
        }
        grip.observeThingAlone(moment, config.contact());
        support(moment, 0, config.contact());
        supports--;
        return true;
    }

    private boolean isSupported(Moment moment, ContactMeasure measure, SceneGraphConfig.Contact contact, Doubts doubts) {
        boolean asOne = grip.isTogetherAt(moment) && measure.distance() <= CARRIED_DISTANCE;
        if (contactStart == null) {
            double enter = doubts.busyElsewhere() ? ENTER_PROXIMITY_OF_BUSY_HAND : contact.enterProximity();
            boolean close = doubts.clear() || measure.proximity() >= contact.leaveProximity();
            boolean carried = asOne && close && !doubts.busyElsewhere() && grip.isProven();
            return measure.proximity() >= enter && !isCrossing(measure, contact) || carried;
        }
        boolean slipping = isCrossing(measure, contact) || grip.wasHeld() && grip.isSlipping();
        boolean kept = grip.isHeld() && measure.distance() <= measure.doubt() || grip.isStillGripping(measure);
        boolean near = measure.proximity() >= contact.leaveProximity() || kept;
        return asOne || near && !slipping;
    }

    private static long step(Moment moment) {
        return Math.min(LONGEST_STEP_NANOS, moment.endNanos() - moment.startNanos());
    }

    /**
     * The thing is seen, before anything is made of it. A patch of what was held, or what the picture's edge leaves of it, says nothing of
     * where the rest is: as far as the end of a hold goes, such a thing is not seen.
     *
     * @param areaPixels of its mask
     * @param moves against what lies around
     */
    void see(Moment moment, double areaPixels, boolean cut, boolean moves) {
        boolean patch = grip.wasHeld() && (cut || areaPixels < LEAST_LEFT * heldAreaPixels);
        lastWholeSight = patch ? lastWholeSight : moment;
        if (!patch && !moves) {
            leftNanos += step(moment);
        }
        sightAreaPixels = areaPixels;
    }

    /** True if the thing is seen in this frame, and not only a patch of it. */
    boolean isWholeSight(Moment moment) {
        return moment.equals(lastWholeSight);
    }

    /** Since the hand last had it the thing was seen to lie still for so long. */
    long leftNanos() {
        return leftNanos;
    }

    /** Doubtful hands seem to move more than they do: what counts against a contact grows with the doubt. */
    private static boolean isCrossing(ContactMeasure measure, SceneGraphConfig.Contact contact) {
        double sureness = 1 - measure.doubt();
        return measure.relativeSpeed() * sureness * sureness > contact.maxRelativeSpeed();
    }

    /** Log-odds of there being a hand, over those at which a frame counts in full. */
    private static double weight(float confidence) {
        double odds = confidence >= 1 ? Double.POSITIVE_INFINITY : Math.log(confidence / (1 - confidence));
        return Math.max(LEAST_WEIGHT, Math.min(1, odds / FULL_LOG_ODDS));
    }

    private void support(Moment moment, float confidence, SceneGraphConfig.Contact contact) {
        if (contactStart == null) {
            contactStart = moment;
            heldAreaPixels = sightAreaPixels;
        }
        lastSupport = moment;
        unsupportedNanos = 0;
        leftNanos = 0;
        heldAreaPixels += AREA_SHARE * (sightAreaPixels - heldAreaPixels);
        supports++;
        confidenceSum += confidence;
        boolean lasting = contactStart.through(moment).durationNanos() >= contact.minNanos() && shownNanos >= contact.minNanos();
        sure |= lasting && (!needsProof || grip.isHeld());
    }

    private void followApproach(Moment moment, ContactMeasure measure, SceneGraphConfig.HandAction action) {
        if (lastSeenTogether == null) {
            closingSpeed = 0;
            return;
        }
        double seconds = (moment.startNanos() - lastSeenTogether.startNanos()) / 1e9;
        double weight = 1 - Math.exp(-seconds / CLOSING_TIME_CONSTANT_SECONDS);
        closingSpeed += weight * ((lastDistance - measure.distance()) / seconds - closingSpeed);
        if (contactStart == null && approachStart == null) {
            fromOutside = moment.startNanos() - measure.handAppearedNanos() <= ENTERING_NANOS;
        }
        if (sure || closingSpeed < action.approachSpeed() && !passesOver(measure)) {
            pauseNanos += step(moment);
            return;
        }
        if (approachStart == null || pauseNanos > action.approachLapseNanos()) {
            approachStart = moment;
            fromOutside = moment.startNanos() - measure.handAppearedNanos() <= ENTERING_NANOS;
        }
        approachEnd = moment;
        pauseNanos = 0;
    }

    /** Seen from the head, the last part of a reach goes in depth: the hand is over the thing and still on its way. */
    private static boolean passesOver(ContactMeasure measure) {
        double speed = Double.isNaN(measure.relativeSpeed()) ? measure.handSpeed() : measure.relativeSpeed();
        return measure.distance() < OVER_DISTANCE && speed >= OVER_SPEED;
    }

    /** True if the contact (or candidate) has been seen without support, or not been seen, for too long. */
    boolean isOver(Moment moment, boolean handSeen, boolean thingSeen, SceneGraphConfig.Contact contact) {
        if (lastSupport == null) {
            return false;
        }
        if (handSeen && thingSeen) {
            double waits = lastDistance <= CARRIED_DISTANCE * (1 + 2 * lastDoubt) ? DOUBT_WAITS * lastDoubt : 0;
            return unsupportedNanos > contact.leaveNanos() * (1 + waits);
        }
        boolean hidden = sure && !thingSeen;
        long allowed = grip.isHeld() ? contact.occlusionNanos() : handSeen && !hidden ? contact.leaveNanos() : contact.unseenHandNanos();
        return moment.endNanos() - lastSupport.endNanos() > allowed;
    }

    /** Forgets a candidate that came to nothing; the approach goes on. */
    void dropCandidate() {
        contactStart = null;
        lastSupport = null;
        unsupportedNanos = 0;
        leftNanos = 0;
        shownNanos = 0;
        supports = 0;
        confidenceSum = 0;
        grip = new Grip();
    }

    /** After a brush: the same approach goes on, the contact is forgotten. Null if the contact was more than a brush. */
    @Nullable ContactPair afterBrush() {
        boolean brief = contactStart != null && lastSupport != null && contactStart.through(lastSupport).durationNanos() < BRUSH_NANOS;
        if (!brief || grip.wasHeld() || approachStart == null) {
            return null;
        }
        ContactPair next = new ContactPair(trackId);
        next.lastSeenTogether = lastSeenTogether;
        next.lastDistance = lastDistance;
        next.lastDoubt = lastDoubt;
        next.closingSpeed = closingSpeed;
        next.approachStart = approachStart;
        next.approachEnd = lastSupport;
        next.pauseNanos = pauseNanos;
        next.fromOutside = fromOutside;
        return next;
    }

    public long trackId() {
        return trackId;
    }

    /** First frame of the contact or candidate; null while apart. */
    public @Nullable Moment contactStart() {
        return contactStart;
    }

    /** Last frame that supported the contact. */
    public @Nullable Moment lastSupport() {
        return lastSupport;
    }

    /** True once the contact has lasted long enough to be one. */
    public boolean isSure() {
        return sure;
    }

    /** True while the thing is held. */
    public boolean isHeld() {
        return grip.isHeld() && sure;
    }

    /** True if the thing has been held at some time of this contact. */
    public boolean wasHeld() {
        return grip.wasHeld() && sure;
    }

    /** First frame in which both moved as one. */
    public @Nullable Moment togetherStart() {
        return grip.start();
    }

    /** Last frame in which both moved as one. */
    public @Nullable Moment lastTogether() {
        return grip.last();
    }

    /** When the hand began to come nearer, if that led to this contact; null otherwise. */
    public @Nullable Moment reachStart() {
        if (approachStart == null || approachEnd == null || contactStart == null) {
            return null;
        }
        return contactStart.startNanos() - approachEnd.endNanos() <= REACH_TO_CONTACT_NANOS ? approachStart : null;
    }

    /** True if the hand was on its way when it came into view, so that the reach began before its {@link #reachStart}. */
    public boolean isReachFromOutside() {
        return fromOutside;
    }

    /** Last frame in which both were seen. */
    @Nullable Moment lastSeenTogether() {
        return lastSeenTogether;
    }

    double lastDistance() {
        return lastDistance;
    }

    /** Mean over the frames that supported the contact. */
    public float meanConfidence() {
        return supports == 0 ? 0 : (float) (confidenceSum / supports);
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(trackId);
        Moment[] moments = {lastSeenTogether, approachStart, approachEnd, contactStart, lastSupport, lastWholeSight};
        for (Moment moment : moments) {
            Moment.write(moment, out);
        }
        out.writeDouble(lastDistance);
        out.writeDouble(lastDoubt);
        out.writeDouble(closingSpeed);
        out.writeLong(pauseNanos);
        out.writeLong(leftNanos);
        out.writeDouble(sightAreaPixels);
        out.writeDouble(heldAreaPixels);
        out.writeLong(unsupportedNanos);
        out.writeInt(supports);
        out.writeDouble(confidenceSum);
        out.writeBoolean(sure);
        out.writeLong(shownNanos);
        out.writeBoolean(needsProof);
        out.writeBoolean(fromOutside);
        grip.write(out);
    }

    static ContactPair read(DataInput in) throws IOException {
        ContactPair pair = new ContactPair(in.readLong());
        pair.lastSeenTogether = Moment.read(in);
        pair.approachStart = Moment.read(in);
        pair.approachEnd = Moment.read(in);
        pair.contactStart = Moment.read(in);
        pair.lastSupport = Moment.read(in);
        pair.lastWholeSight = Moment.read(in);
        pair.lastDistance = in.readDouble();
        pair.lastDoubt = in.readDouble();
        pair.closingSpeed = in.readDouble();
        pair.pauseNanos = in.readLong();
        pair.leftNanos = in.readLong();
        pair.sightAreaPixels = in.readDouble();
        pair.heldAreaPixels = in.readDouble();
        pair.unsupportedNanos = in.readLong();
        pair.supports = in.readInt();
        pair.confidenceSum = in.readDouble();
        pair.sure = in.readBoolean();
        pair.shownNanos = in.readLong();
        pair.needsProof = in.readBoolean();
        pair.fromOutside = in.readBoolean();
        pair.grip = Grip.read(in);
        return pair;
    }
}
