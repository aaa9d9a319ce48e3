package org.egoscope.perception.internal.people;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.perception.internal.hands.RotatedSquare;

/** One body over time. */
final class PersonTrack {
    final long id;
    RotatedSquare region;
    BoundingBox box;
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
        lastSeenNanos = now;
        misses = 0;
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
        out.writeLong(lastSeenNanos);
        out.writeLong(lastDetectedNanos);
        out.writeInt(timesDetected);
        out.writeInt(misses);
    }

    static PersonTrack read(DataInputStream in) throws IOException {
        long id = in.readLong();
        RotatedSquare region = new RotatedSquare(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
        BoundingBox box = new BoundingBox(in.readFloat(), in.readFloat(), in.readFloat(), in.readFloat());
        PersonTrack track = new PersonTrack(id, region, box, in.readLong());
        track.lastDetectedNanos = in.readLong();
        track.timesDetected = in.readInt();
        track.misses = in.readInt();
        return track;
    }
}
