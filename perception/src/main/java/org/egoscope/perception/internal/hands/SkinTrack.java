package org.egoscope.perception.internal.hands;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** What is remembered of a skin-coloured region between frames; small-picture pixels. */
final class SkinTrack {
    final long id;
    /** Palm's middle, or where it is now taken to be while unseen. */
    double middleX;
    double middleY;
    double size;
    /** Decayed way it went otherwise than the background, over its size. */
    double motion;
    /** Decayed mean of evidence for the side, -1 left to 1 right. */
    double rightEvidence;
    /** Decayed mean of confidence. */
    double confidence;
    final double[] armVotes = new double[SleeveSearch.DIRECTIONS];
    int framesSeen;
    int framesMissed;

    SkinTrack(long id) {
        this.id = id;
    }

    /** Direction from hand to arm that has most votes, radians. */
    double armAngle() {
        int best = 0;
        for (int i = 1; i < armVotes.length; i++) {
            if (armVotes[i] > armVotes[best]) {
                best = i;
            }
        }
        return SleeveSearch.angle(best);
    }

    void write(DataOutputStream out) throws IOException {
        out.writeLong(id);
        for (double value : new double[] {middleX, middleY, size, motion, rightEvidence, confidence}) {
            out.writeDouble(value);
        }
        for (double vote : armVotes) {
            out.writeDouble(vote);
        }
        out.writeInt(framesSeen);
        out.writeInt(framesMissed);
    }

    static SkinTrack read(DataInputStream in) throws IOException {
        SkinTrack track = new SkinTrack(in.readLong());
        track.middleX = in.readDouble();
        track.middleY = in.readDouble();
        track.size = in.readDouble();
        track.motion = in.readDouble();
        track.rightEvidence = in.readDouble();
        track.confidence = in.readDouble();
        for (int i = 0; i < track.armVotes.length; i++) {
            track.armVotes[i] = in.readDouble();
        }
        track.framesSeen = in.readInt();
        track.framesMissed = in.readInt();
        return track;
    }
}
