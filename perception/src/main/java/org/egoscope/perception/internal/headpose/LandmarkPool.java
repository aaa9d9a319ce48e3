package org.egoscope.perception.internal.headpose;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.PipelineException;

/** The sliding local map: the most recently seen points, at most a fixed number, in order of their ids. */
final class LandmarkPool {
    private final int capacity;
    private final List<Landmark> landmarks = new ArrayList<>();
    private long nextId;

    LandmarkPool(int capacity) {
        this.capacity = capacity;
    }

    Landmark create() {
        Landmark landmark = new Landmark(nextId++);
        landmarks.add(landmark);
        return landmark;
    }

    List<Landmark> all() {
        return landmarks;
    }

    void clear() {
        landmarks.clear();
    }

    void remove(Landmark landmark) {
        landmarks.remove(landmark);
    }

    /** Forgets the points not seen for longest once there are too many. Points seen in this frame always stay. */
    void trim(long currentFrame) {
        if (landmarks.size() <= capacity) {
            return;
        }
        long[] seen = landmarks.stream().mapToLong(landmark -> landmark.lastSeenFrame).sorted().toArray();
        long oldestKept = Math.min(seen[seen.length - capacity * 3 / 4], currentFrame);
        landmarks.removeIf(landmark -> landmark.lastSeenFrame < oldestKept);
    }

    Landmark byId(long id) {
        int low = 0;
        int high = landmarks.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = landmarks.get(middle).id;
            if (found == id) {
                return landmarks.get(middle);
            }
            if (found < id) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        throw PipelineException.badInput("head pose state: expected landmark " + id + " in the map, got none");
    }

    void write(DataOutputStream out) throws IOException {
        out.writeLong(nextId);
        out.writeInt(landmarks.size());
        for (Landmark landmark : landmarks) {
            landmark.write(out);
        }
    }

    void read(DataInputStream in) throws IOException {
        landmarks.clear();
        nextId = in.readLong();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            landmarks.add(Landmark.read(in));
        }
    }
}
