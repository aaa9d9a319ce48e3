package org.egoscope.perception.internal.headpose;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** A point of the map: where it is and what it looks like, so that it can be found again. */
final class Landmark {
    final long id;

    /** {@code [3]} map units. */
    final double[] position = new double[3];

    /** Binary descriptor, 256 bits; all zero until described. */
    final long[] descriptor = new long[BinaryDescriptor.WORDS];

    boolean described;
    long lastSeenFrame;

    /** Largest angle between two rays it was triangulated from, radians: how sure its depth is. */
    double parallaxRadians;

    /** Already counted for the floor. */
    boolean noted;

    Landmark(long id) {
        this.id = id;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeLong(id);
        for (double value : position) {
            out.writeDouble(value);
        }
        for (long word : descriptor) {
            out.writeLong(word);
        }
        out.writeBoolean(described);
        out.writeLong(lastSeenFrame);
        out.writeDouble(parallaxRadians);
        out.writeBoolean(noted);
    }

    static Landmark read(DataInputStream in) throws IOException {
        Landmark landmark = new Landmark(in.readLong());
        for (int i = 0; i < 3; i++) {
            landmark.position[i] = in.readDouble();
        }
        for (int i = 0; i < BinaryDescriptor.WORDS; i++) {
            landmark.descriptor[i] = in.readLong();
        }
        landmark.described = in.readBoolean();
        landmark.lastSeenFrame = in.readLong();
        landmark.parallaxRadians = in.readDouble();
        landmark.noted = in.readBoolean();
        return landmark;
    }
}
