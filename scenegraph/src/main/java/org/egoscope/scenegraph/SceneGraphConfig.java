package org.egoscope.scenegraph;

import org.egoscope.core.PipelineException;

/**
 * Thresholds of the scene graph. Around hands, lengths are in hand lengths (wrist to middle knuckle, about 0.095 m) and speeds in hand
 * lengths per second, so that they hold for any resolution and distance. The values of {@link #defaults()} were chosen by geometry and
 * checked on the synthetic scene; each reason is at its parameter.
 *
 * @param contact who touches and holds what
 * @param handAction segments of a hand's doing
 * @param body locomotion, turning, posture
 * @param gaze what is looked at
 * @param relation relations between things
 * @param gapNanos a hole in the input of at least this long closes all open intervals at its start
 * @param evidenceStride keep every n-th measured frame of an edge as evidence, at least 1
 */
public record SceneGraphConfig(
        Contact contact, HandAction handAction, Body body, Gaze gaze, Relation relation, long gapNanos, int evidenceStride) {
    private static final long MILLISECOND = 1_000_000L;

    /**
     * @param regionDilation reach of the hand region beyond its keypoints, hand lengths; keypoints lie inside the fingers, half a finger
     *     is 0.8 cm
     * @param enterProximity proximity (0..1) that begins a contact
     * @param leaveProximity proximity below which it ends; far below {@code enterProximity}, so that flicker does not cut contacts
     * @param maxRelativeSpeed a hand that crosses a thing in the image faster than this does not touch it: 20 cm/s
     * @param minNanos shortest contact: five frames at 30 fps, less is noise of keypoints
     * @param leaveNanos how long the leaving must last
     * @param occlusionNanos how long a held thing, or the hand that holds it, may be out of sight and still be held, if both are in
     *     contact when seen again: a look aside takes about two seconds
     * @param unseenHandNanos how long a hand may be undetected and still touch what it did not hold
     * @param movingSpeed hand and thing faster than this are moving: 7 cm/s, above what jitter and parallax leave
     * @param stillSpeed slower than this is still: 3 cm/s
     * @param togetherRatio relative speed over common speed below which two move as one; grip slip and changing visibility leave up to half
     * @param togetherNanos common motion needed to call a thing held
     * @param apartNanos hand moving alone needed to call it no longer held
     * @param maxAreaOfImage things larger than this share of the picture are surfaces and rooms, where an image overlap says nothing
     */
    public record Contact(
            double regionDilation,
            double enterProximity,
            double leaveProximity,
            double maxRelativeSpeed,
            long minNanos,
            long leaveNanos,
            long occlusionNanos,
            long unseenHandNanos,
            double movingSpeed,
            double stillSpeed,
            double togetherRatio,
            long togetherNanos,
            long apartNanos,
            double maxAreaOfImage) {}

    /**
     * @param approachSpeed closing speed, hand lengths per second, that counts as reaching: 4 cm/s
     * @param approachLapseNanos a pause in the approach longer than this begins a new reach
     * @param maxReachNanos a reach of a seated or standing person takes 0.5 to 1.5 s
     * @param maxGraspNanos closing the hand takes at most this long; what comes after is holding
     * @param maxPutDownNanos the setting down at the end of a carry
     * @param maxReleaseNanos opening the hand and letting go
     * @param minNanos no action is shorter
     * @param minPhaseNanos hold and move alternate no faster than this
     */
    public record HandAction(
            double approachSpeed,
            long approachLapseNanos,
            long maxReachNanos,
            long maxGraspNanos,
            long maxPutDownNanos,
            long maxReleaseNanos,
            long minNanos,
            long minPhaseNanos) {}

    /**
     * @param walkSpeed metres per second to begin a walk; slow steps are 0.5, swaying stays below 0.15
     * @param standSpeed below this one stands
     * @param minLocomotionNanos shortest walk or stand
     * @param turnRate radians per second to begin a turn
     * @param turnEndRate below this the turn is over
     * @param minTurnRadians a smaller change of heading is a glance: an estimated body follows its head by up to 45 degrees when the wearer looks
     *     aside
     * @param heightChangeMeters a change of head height that is sitting down or standing up; walking bobs by 0.05, leaning
     *     over a table stays below 0.3, sitting down takes 0.4
     * @param crouchRatio head height over standing height below which one crouches; seated eyes are at 0.75 of standing eyes, squatting
     *     ones below 0.65 (NASA-STD-3000)
     */
    public record Body(
            double walkSpeed,
            double standSpeed,
            long minLocomotionNanos,
            double turnRate,
            double turnEndRate,
            double minTurnRadians,
            double heightChangeMeters,
            double crouchRatio) {}

    /**
     * @param radiusRadians a thing this near the centre of view is looked at; without an eye tracker the gaze stays within about 10 degrees
     *     of the head's direction most of the time (Land 2006), 4 keeps neighbours apart
     * @param minNanos shortest dwell: above single fixations (0.3 s), which head direction cannot tell
     * @param leaveNanos a shorter look aside does not end it
     * @param maxAreaOfImage larger things are background
     */
    public record Gaze(double radiusRadians, long minNanos, long leaveNanos, double maxAreaOfImage) {}

    /**
     * @param nearEnter gap between two things on their support, in diameters of the smaller one, below which they are near: what tells
     *     near pairs best in single frames of four synthetic kitchens
     * @param nearLeave above which they are not any more
     * @param supportEnter share of a thing's lower edge that must rest on the supporting mask
     * @param supportLeave share below which it rests no more
     * @param sideGap left of / right of is told only of things within this gap; else everything relates to everything
     * @param minNanos a relation must hold this long
     * @param leaveNanos and be broken this long to end
     * @param unseenNanos and ends after its things were out of sight this long: what is told was seen
     * @param surfaceArea share of the picture from which a thing is a surface
     * @param nodeNanos a thing becomes a node once seen for this long
     */
    public record Relation(
            double nearEnter,
            double nearLeave,
            double supportEnter,
            double supportLeave,
            double sideGap,
            long minNanos,
            long leaveNanos,
            long unseenNanos,
            double surfaceArea,
            long nodeNanos) {}

    public SceneGraphConfig {
        if (evidenceStride < 1) {
            throw PipelineException.badConfig("evidence stride: expected >= 1, got " + evidenceStride);
        }
        if (gapNanos < 1) {
            throw PipelineException.badConfig("gap: expected >= 1 ns, got " + gapNanos);
        }
        requireBelow("contact leave proximity", contact.leaveProximity, contact.enterProximity);
        requireBelow("contact still speed", contact.stillSpeed, contact.movingSpeed);
        requireBelow("stand speed", body.standSpeed, body.walkSpeed);
        requireBelow("turn end rate", body.turnEndRate, body.turnRate);
        requireBelow("near enter", relation.nearEnter, relation.nearLeave);
        requireBelow("support leave", relation.supportLeave, relation.supportEnter);
    }

    private static void requireBelow(String what, double lower, double upper) {
        if (!(lower < upper)) {
            throw PipelineException.badConfig(what + ": expected < " + upper + ", got " + lower);
        }
    }

    /** The values that the documentation describes. */
    public static SceneGraphConfig defaults() {
        return new SceneGraphConfig(
                new Contact(
                        0.12, 0.55, 0.25, 2.0, 150 * MILLISECOND, 150 * MILLISECOND, 2500 * MILLISECOND, 600 * MILLISECOND,
                        0.7, 0.3, 0.5, 150 * MILLISECOND, 200 * MILLISECOND, 0.25),
                new HandAction(
                        0.4, 250 * MILLISECOND, 1500 * MILLISECOND, 800 * MILLISECOND, 600 * MILLISECOND, 500 * MILLISECOND,
                        100 * MILLISECOND, 250 * MILLISECOND),
                new Body(0.35, 0.15, 700 * MILLISECOND, Math.toRadians(35), Math.toRadians(12), Math.toRadians(50), 0.30, 0.65),
                new Gaze(Math.toRadians(4), 500 * MILLISECOND, 250 * MILLISECOND, 0.25),
                new Relation(
                        0.20, 0.55, 0.6, 0.35, 1.5, 400 * MILLISECOND, 300 * MILLISECOND, 1000 * MILLISECOND, 0.10, 200 * MILLISECOND),
                500 * MILLISECOND,
                1);
    }

    /** The same with less evidence kept. */
    public SceneGraphConfig withEvidenceStride(int stride) {
        return new SceneGraphConfig(contact, handAction, body, gaze, relation, gapNanos, stride);
    }
}
