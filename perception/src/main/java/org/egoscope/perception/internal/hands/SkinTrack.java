package org.egoscope.perception.internal.hands;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** What is remembered of a skin-coloured region between frames; small-picture pixels. */
final class SkinTrack {
    final long id;
    double middleX;
    double middleY;
    double size;
    /** Decayed evidence in 0..1 that it moves otherwise than the background does. */
    double motion;
    /** Decayed sum of evidence for the side, positive for right. */
    double rightEvidence;
    /** Decayed sum of the pull of motion: towards the arm. */
    double armX;
    double armY;
    int framesSeen;
    int framesMissed;

    SkinTrack(long id) {
        this.id = id;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeLong(id);
        for (double value : new double[] {middleX, middleY, size, motion, rightEvidence, armX, armY}) {
            out.writeDouble(value);
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
        track.armX = in.readDouble();
        track.armY = in.readDouble();
        track.framesSeen = in.readInt();
        track.framesMissed = in.readInt();
        return track;
    }
}
