package org.egoscope.perception.internal.hands;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.egoscope.core.observation.HandKeypoints;

/** What is remembered of one hand between frames. */
final class HandTrack {
    /** Beyond this time a hand is not moved on: where it went is not known. */
    private static final double LONGEST_PREDICTION_SECONDS = 0.06;
    /** ... nor by more than this share of its palm. */
    private static final double FARTHEST_PREDICTION_PALMS = 0.6;
    /** Weight of the newest speed. */
    private static final double SPEED_SHARE = 0.6;
    /** Weight of the newest presence. */
    private static final float NEWEST_SHARE = 0.35f;
    /** Two looks farther apart say nothing of the speed. */
    private static final double LONGEST_STEP_SECONDS = 0.12;

    final long id;
    /** Keypoints in image pixels where the hand was last seen, as the network gave them. */
    float[] xy;
    /** Movement of the palm, pixels a second. */
    double speedX;
    double speedY;
    final OneEuroFilter smooth;
    /** Where it is in space, smoothed over time. */
    final HandRanges ranges = new HandRanges();
    final OwnMotion own = new OwnMotion();
    /** Decayed mean of the presence over the looks: one blurred frame is no doubt, several are. */
    float meanPresence;
    /** Decayed mean of how far the palm has the colour of skin. */
    float meanSkin;
    /** False until a second look agrees: not reported before. */
    boolean confirmed;
    /** Looks in a row that did not find it. */
    int misses;
    /** Decayed sum of evidence, positive for right, in log odds. */
    double rightLogOdds;
    /** Decayed mean of what the arm's place says, in log odds, positive for right: a bent hand points anywhere for a moment. */
    double armLogOdds;
    /** Decayed mean of evidence in -1..1, positive for the wearer's own hand. */
    double ownEvidence;
    /** Weight of what is in {@link #ownEvidence} and {@link #armLogOdds}, 0..1. */
    double ownWeight;
    /** Looks that found it, counting the last one. */
    int timesSeen;
    /** Time of the last look that found it, and of the last look. */
    long lastSeenNanos;
    long lastLookNanos;

    HandTrack(long id, float[] xy, double steadyHertz) {
        this.id = id;
        this.xy = xy;
        this.smooth = new OneEuroFilter(xy.length, steadyHertz);
    }

    /** Takes in what a look at the hand gave. @param skin how far its palm has the colour of skin, 0..1 */
    void see(HandReading reading, double skin, long now) {
        double oldX = middleX();
        double oldY = middleY();
        xy = reading.xyInImage();
        double seconds = (now - lastSeenNanos) / 1e9;
        if (timesSeen > 0 && seconds > 0 && seconds < LONGEST_STEP_SECONDS) {
            speedX += SPEED_SHARE * ((middleX() - oldX) / seconds - speedX);
            speedY += SPEED_SHARE * ((middleY() - oldY) / seconds - speedY);
        } else {
            speedX = 0;
            speedY = 0;
        }
        believe(reading.presence());
        meanSkin = timesSeen == 0 ? (float) skin : (1 - NEWEST_SHARE) * meanSkin + NEWEST_SHARE * (float) skin;
        smooth.step(xy, now, Math.max(1, palmPixels()));
        lastSeenNanos = now;
        lastLookNanos = now;
        misses = 0;
        timesSeen++;
    }

    /** What a look says of there being a hand at all, whether or not its keypoints are used. */
    void believe(float presence) {
        meanPresence = timesSeen == 0 ? presence : (1 - NEWEST_SHARE) * meanPresence + NEWEST_SHARE * presence;
    }

    /** The given keypoints of the last look, moved on to a later time. */
    float[] movedOn(float[] points, long now) {
        double seconds = Math.min(LONGEST_PREDICTION_SECONDS, Math.max(0, (now - lastSeenNanos) / 1e9));
        double way = Math.hypot(speedX, speedY) * seconds;
        double most = FARTHEST_PREDICTION_PALMS * palmPixels();
        double scale = way > most ? seconds * most / way : seconds;
        float[] moved = points.clone();
        for (int i = 0; i < moved.length; i += 2) {
            moved[i] += (float) (speedX * scale);
            moved[i + 1] += (float) (speedY * scale);
        }
        return moved;
    }

    /**
     * Of two tracks on one hand the confirmed one stays, of two such the one that has been followed for longer: one that was lost and is
     * taken up again where the other hand is by now must not end that one.
     */
    boolean outlasts(HandTrack older) {
        return confirmed == older.confirmed ? timesSeen > older.timesSeen : confirmed;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeLong(id);
        for (float value : xy) {
            out.writeFloat(value);
        }
        out.writeDouble(speedX);
        out.writeDouble(speedY);
        smooth.write(out);
        ranges.write(out);
        own.write(out);
        out.writeFloat(meanPresence);
        out.writeFloat(meanSkin);
        out.writeBoolean(confirmed);
        out.writeInt(misses);
        out.writeDouble(rightLogOdds);
        out.writeDouble(armLogOdds);
        out.writeDouble(ownEvidence);
        out.writeDouble(ownWeight);
        out.writeInt(timesSeen);
        out.writeLong(lastSeenNanos);
        out.writeLong(lastLookNanos);
    }

    static HandTrack read(DataInputStream in, double steadyHertz) throws IOException {
        long id = in.readLong();
        float[] xy = new float[HandKeypoints.COUNT * 2];
        for (int i = 0; i < xy.length; i++) {
            xy[i] = in.readFloat();
        }
        HandTrack track = new HandTrack(id, xy, steadyHertz);
        track.speedX = in.readDouble();
        track.speedY = in.readDouble();
        track.smooth.read(in);
        track.ranges.read(in);
        track.own.read(in);
        track.meanPresence = in.readFloat();
        track.meanSkin = in.readFloat();
        track.confirmed = in.readBoolean();
        track.misses = in.readInt();
        track.rightLogOdds = in.readDouble();
        track.armLogOdds = in.readDouble();
        track.ownEvidence = in.readDouble();
        track.ownWeight = in.readDouble();
        track.timesSeen = in.readInt();
        track.lastSeenNanos = in.readLong();
        track.lastLookNanos = in.readLong();
        return track;
    }

    float wristX() {
        return xy[0];
    }

    float wristY() {
        return xy[1];
    }

    double middleX() {
        return (xy[0] + knuckleX()) / 2;
    }

    double middleY() {
        return (xy[1] + knuckleY()) / 2;
    }

    /** Mean of the four finger knuckles. */
    double knuckleX() {
        return (xy[10] + xy[18] + xy[26] + xy[34]) / 4.0;
    }

    double knuckleY() {
        return (xy[11] + xy[19] + xy[27] + xy[35]) / 4.0;
    }

    double palmPixels() {
        return HandShape.palmPixels(xy);
    }

    /** Mean distance of the keypoints over the larger palm: small where both are the same hand. */
    double relativeDistance(float[] other) {
        double sum = 0;
        for (int k = 0; k < HandKeypoints.COUNT; k++) {
            sum += Math.hypot(xy[k * 2] - other[k * 2], xy[k * 2 + 1] - other[k * 2 + 1]);
        }
        return sum / HandKeypoints.COUNT / Math.max(1, Math.max(palmPixels(), HandShape.palmPixels(other)));
    }
}
