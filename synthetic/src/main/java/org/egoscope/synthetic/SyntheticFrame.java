package org.egoscope.synthetic;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.motion.BodyPose;
import org.egoscope.core.observation.HandSide;
import org.egoscope.core.observation.Mask;

/**
 * One frame: picture, ids and truth. The buffers belong to the frame and are used again when it is rendered into again; the truth
 * objects are new each time.
 */
public final class SyntheticFrame {
    private final ImageSize size;
    private final ByteBuffer rgb;
    private final short[] instanceIds;
    private final byte[] bitmap;
    private Truth truth;

    /** What is known of a frame beside its pixels. */
    public record Truth(int index, RigidTransform worldFromDevice, BodyPose body, List<HandTruth> hands) {
        public Truth {
            hands = List.copyOf(hands);
        }
    }

    SyntheticFrame(ImageSize size, Truth truth) {
        this.size = size;
        this.truth = truth;
        rgb = ByteBuffer.allocateDirect(size.pixels() * 3);
        instanceIds = new short[size.pixels()];
        bitmap = new byte[size.pixels()];
    }

    void become(Truth other) {
        truth = other;
    }

    public int index() {
        return truth.index();
    }

    public ImageSize size() {
        return size;
    }

    /** The picture; direct, position 0. */
    public @Shape("H W 3") ByteBuffer rgb() {
        return rgb;
    }

    /** Instance id of each pixel, 0 under the frame strip; the frame's own array. */
    public @Shape("H W") short[] instanceIds() {
        return instanceIds;
    }

    /** Device is the camera: x right, y down, z forward. */
    public RigidTransform worldFromDevice() {
        return truth.worldFromDevice();
    }

    public BodyPose body() {
        return truth.body();
    }

    /** Left, then right, seen or not. */
    public List<HandTruth> hands() {
        return truth.hands();
    }

    public HandTruth hand(HandSide side) {
        return truth.hands().get(side == HandSide.LEFT ? 0 : 1);
    }

    /** Pixels of one instance. */
    public int pixelsOf(int instanceId) {
        int count = 0;
        for (short id : instanceIds) {
            count += id == instanceId ? 1 : 0;
        }
        return count;
    }

    /** Pixels of one or of several instances together. */
    public Mask maskOf(int... wanted) {
        for (int i = 0; i < bitmap.length; i++) {
            byte inside = 0;
            for (int id : wanted) {
                inside |= (byte) (instanceIds[i] == id ? 1 : 0);
            }
            bitmap[i] = inside;
        }
        return Mask.ofBitmap(size, bitmap);
    }

    /** Ids of the instances that have at least {@code leastPixels} pixels, rising. */
    public List<Integer> visibleInstances(int leastPixels) {
        int[] counts = new int[256];
        for (short id : instanceIds) {
            counts[id]++;
        }
        List<Integer> visible = new ArrayList<>();
        for (int id = 1; id < counts.length; id++) {
            if (counts[id] >= Math.max(1, leastPixels)) {
                visible.add(id);
            }
        }
        return visible;
    }
}
