package org.egoscope.perception.internal.people;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.perception.internal.detect.PriorBox;
import org.egoscope.perception.internal.hands.RotatedSquare;

/** One body over time. */
final class PersonTrack {
    /** Detections before a body is reported. */
    private static final int ENOUGH = 2;

    final long id;
    RotatedSquare region;
    BoundingBox box;
    private float noseX;
    private float noseY;
    long lastSeenNanos;
    long lastDetectedNanos;
    int timesDetected;
    int misses;

    PersonTrack(long id, RotatedSquare region, BoundingBox box, long now) {
        this.id = id;
        this.region = region;
        this.box = box;
        this.lastSeenNanos = now;
        this.lastDetectedNanos = now;
    }

    void see(PoseReading reading, BoundingBox where, long now) {
        region = reading.next();
        box = where;
        noseX = reading.xyVisibility()[0];
        noseY = reading.xyVisibility()[1];
        lastSeenNanos = now;
        misses = 0;
    }

    /** Whether the body seen last is that of a face. */
    boolean isOf(PriorBox face) {
        return misses == 0 && PoseReading.isNoseOf(noseX, noseY, face);
    }

    /** A face is evidence enough: nothing else that the landmark network takes for a body has one. */
    void believe(long now) {
        lastDetectedNanos = now;
        timesDetected = Math.max(timesDetected, ENOUGH);
    }

    boolean isBelieved() {
        return timesDetected >= ENOUGH;
    }

    void detect(long now) {
        lastDetectedNanos = now;
        timesDetected++;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeLong(id);
        out.writeDouble(region.centerX());
        out.writeDouble(region.centerY());
        out.writeDouble(region.side());
        out.writeDouble(region.rotationRadians());
        out.writeFloat(box.x());
        out.writeFloat(box.y());
        out.writeFloat(box.width());
        out.writeFloat(box.height());
        out.writeFloat(noseX);
        out.writeFloat(noseY);
        out.writeLong(lastSeenNanos);
        out.writeLong(lastDetectedNanos);
        out.writeInt(timesDetected);
        out.writeInt(misses);
    }

    static PersonTrack read(DataInputStream in) throws IOException {
        long id = in.readLong();
        RotatedSquare region = new RotatedSquare(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
        BoundingBox box = new BoundingBox(in.readFloat(), in.readFloat(), in.readFloat(), in.readFloat());
        float noseX = in.readFloat();
        float noseY = in.readFloat();
        PersonTrack track = new PersonTrack(id, region, box, in.readLong());
        track.noseX = noseX;
        track.noseY = noseY;
        track.lastDetectedNanos = in.readLong();
        track.timesDetected = in.readInt();
        track.misses = in.readInt();
        return track;
    }
}
