package org.egoscope.perception.internal.hands;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.egoscope.core.observation.HandKeypoints;

/** What is remembered of one hand between frames. */
final class HandTrack {
    final long id;
    /** Keypoints in image pixels where the hand was last seen. */
    float[] xy;
    /** In metres in camera space, or empty; not remembered, only of the frame at hand. */
    float[] xyzInCamera = new float[0];
    float presence;
    /** Decayed sum of evidence, positive for right, in log odds. */
    double rightLogOdds;
    /** Decayed mean of evidence in -1..1, positive for the wearer's own hand. */
    double ownEvidence;
    /** Weight of what is in {@link #ownEvidence}, 0..1. */
    double ownWeight;
    /** Frames seen, counting this one. */
    int framesSeen;
    long lastSeenNanos;

    HandTrack(long id, float[] xy) {
        this.id = id;
        this.xy = xy;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeLong(id);
        for (float value : xy) {
            out.writeFloat(value);
        }
        out.writeFloat(presence);
        out.writeDouble(rightLogOdds);
        out.writeDouble(ownEvidence);
        out.writeDouble(ownWeight);
        out.writeInt(framesSeen);
        out.writeLong(lastSeenNanos);
    }

    static HandTrack read(DataInputStream in) throws IOException {
        long id = in.readLong();
        float[] xy = new float[HandKeypoints.COUNT * 2];
        for (int i = 0; i < xy.length; i++) {
            xy[i] = in.readFloat();
        }
        HandTrack track = new HandTrack(id, xy);
        track.presence = in.readFloat();
        track.rightLogOdds = in.readDouble();
        track.ownEvidence = in.readDouble();
        track.ownWeight = in.readDouble();
        track.framesSeen = in.readInt();
        track.lastSeenNanos = in.readLong();
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

    /** Size that changes little with the fingers: the longest of wrist to each knuckle and across the knuckles, pixels. */
    double palmPixels() {
        double longest = Math.hypot(xy[10] - xy[34], xy[11] - xy[35]);
        for (int knuckle = 5; knuckle <= 17; knuckle += 4) {
            longest = Math.max(longest, Math.hypot(xy[knuckle * 2] - xy[0], xy[knuckle * 2 + 1] - xy[1]));
        }
        return longest;
    }

    /** Mean distance of the keypoints over the larger palm: small where both are the same hand. */
    double relativeDistance(HandTrack other) {
        double sum = 0;
        for (int k = 0; k < HandKeypoints.COUNT; k++) {
            sum += Math.hypot(xy[k * 2] - other.xy[k * 2], xy[k * 2 + 1] - other.xy[k * 2 + 1]);
        }
        return sum / HandKeypoints.COUNT / Math.max(1, Math.max(palmPixels(), other.palmPixels()));
    }
}
