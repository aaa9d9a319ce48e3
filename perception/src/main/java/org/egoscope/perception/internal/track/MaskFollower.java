package org.egoscope.perception.internal.track;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.egoscope.core.Shape;
import org.egoscope.perception.Picture;
import org.egoscope.perception.VideoSegmenter;

/**
 * Carries the masks of the last key frame to the frames after it: by optical flow ({@link FlowFollower}), or by a network that remembers
 * what it follows. Masks are bit planes, see {@link MaskPlanes}.
 *
 * <p>Of one session; frames come in order. All memory of the past that is not the key frame's planes is in what {@link #write} writes.
 */
public interface MaskFollower extends AutoCloseable {
    /**
     * A new key frame: follow these masks from here on.
     *
     * @param rgb its picture, valid during the call
     * @param keyPlanes its masks
     * @param tracks serial number of the track of each plane; the same number is the same thing as at key frames before
     */
    void restart(Mat rgb, @Shape("H W") long[] keyPlanes, long[] tracks);

    /**
     * The next frame after a key frame.
     *
     * @param keyPlanes the masks of the last key frame, as they were given then
     * @param target receives the masks where they are now; {@link MaskPlanes#UNSEEN} where nothing can be told
     * @param trust receives for each plane how far its mask can be trusted, 0..1
     */
    void follow(Mat rgb, @Shape("H W") long[] keyPlanes, @Shape("H W") long[] target, float[] trust);

    /** The pictures of the next calls of {@link #follow}, see {@link VideoSegmenter#expect}. */
    default void expect(List<Picture> coming) {}

    /** What is added to the method of a mask that was carried. */
    default String provenance(int plane) {
        return "+propagated";
    }

    void write(DataOutputStream out) throws IOException;

    void read(DataInputStream in) throws IOException;

    @Override
    void close();
}
