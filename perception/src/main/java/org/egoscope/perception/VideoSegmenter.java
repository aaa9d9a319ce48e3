package org.egoscope.perception;

import java.nio.ByteBuffer;
import java.util.List;
import org.egoscope.core.Shape;
import org.egoscope.core.Snapshotting;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Mask;
import org.egoscope.core.video.VideoFrame;

/**
 * Follows prompted objects through a video, frame by frame as it comes, for ever: what is remembered has a fixed size. One video at a
 * time, used by one thread at a time.
 */
public interface VideoSegmenter extends Snapshotting, AutoCloseable {
    /** Name for the provenance of its masks, such as {@code sam2.1_hiera_tiny}. */
    String method();

    /**
     * Takes the next frame and finds all objects in it.
     *
     * @param rgb direct buffer of {@code [H, W, 3]} bytes from position 0; copied
     * @return in the order of their ids
     */
    List<ObjectMask> accept(@Shape("H W 3") ByteBuffer rgb, ImageSize size);

    /** Takes the next frame and finds all objects in it. */
    default List<ObjectMask> accept(VideoFrame frame) {
        return accept(frame.rgb(), frame.size());
    }

    /**
     * Says which frames will be accepted next, in this order: what can be known of them without those before is found for all together,
     * which is faster on a GPU. Their pixels are copied. A frame that was not expected is looked at by itself, and so are all others
     * then that were.
     */
    default void expect(List<Picture> coming) {}

    /**
     * Points at an object in the present frame: a new one, or one that is to be corrected. Repeated prompts within a frame start from the
     * answer before, but their clicks do not add up.
     *
     * @param objectId the caller's choice
     * @param prompt points, box or both; not a mask prior, which this keeps by itself
     * @throws IllegalStateException before the first frame
     */
    ObjectMask prompt(int objectId, SegmentPrompt prompt);

    /**
     * Says where an object is in the present frame.
     *
     * @param mask of any size; brought to that of the frame
     * @throws IllegalStateException before the first frame
     */
    ObjectMask prompt(int objectId, Mask mask);

    /** Where the objects are in the present frame, in the order of their ids, all prompts heeded. */
    List<ObjectMask> present();

    /** Forgets an object; without effect if it is not known. */
    void remove(int objectId);

    /** Ids of the objects that are followed, ascending. */
    List<Integer> objectIds();

    @Override
    void close();
}
