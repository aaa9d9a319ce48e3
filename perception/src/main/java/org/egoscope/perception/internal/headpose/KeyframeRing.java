package org.egoscope.perception.internal.headpose;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last few keyframes, oldest first. */
final class KeyframeRing {
    static final int CAPACITY = 8;

    private final List<Keyframe> keyframes = new ArrayList<>();
    private long nextId;

    Keyframe add(CameraPose pose) {
        if (keyframes.size() == CAPACITY) {
            keyframes.remove(0);
        }
        Keyframe keyframe = new Keyframe(nextId++, pose.copy());
        keyframes.add(keyframe);
        return keyframe;
    }

    List<Keyframe> all() {
        return keyframes;
    }

    Keyframe newest() {
        return keyframes.get(keyframes.size() - 1);
    }

    /** Takes back the last {@link #add}; only before anything refers to it. */
    void removeNewest() {
        keyframes.remove(keyframes.size() - 1);
        nextId--;
    }

    long oldestId() {
        return keyframes.get(0).id;
    }

    void clear() {
        keyframes.clear();
    }

    @Nullable Keyframe byId(long id) {
        if (keyframes.isEmpty()) {
            return null;
        }
        // Ids are consecutive within the ring.
        long at = id - keyframes.get(0).id;
        return at < 0 || at >= keyframes.size() ? null : keyframes.get((int) at);
    }

    void write(DataOutputStream out) throws IOException {
        out.writeLong(nextId);
        out.writeInt(keyframes.size());
        for (Keyframe keyframe : keyframes) {
            out.writeLong(keyframe.id);
            keyframe.pose.write(out);
        }
    }

    void read(DataInputStream in) throws IOException {
        keyframes.clear();
        nextId = in.readLong();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            Keyframe keyframe = new Keyframe(in.readLong(), new CameraPose());
            keyframe.pose.read(in);
            keyframes.add(keyframe);
        }
    }
}
