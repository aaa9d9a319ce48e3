package org.egoscope.perception;

import java.nio.ByteBuffer;
import java.util.List;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.perception.internal.people.Mosaic;

/** Covers places of pictures with a few cells of one colour each. The same places give the same pixels. One instance per thread. */
public final class FaceCover {
    private ByteBuffer pixels = ByteBuffer.allocateDirect(0);

    /**
     * @param places pixels; whole pixels are covered, so a place may grow by less than one on each side
     * @return the frame itself if there is no place, else one with pixels of this instance, valid until the next call
     */
    public VideoFrame cover(VideoFrame frame, List<BoundingBox> places) {
        if (places.isEmpty()) {
            return frame;
        }
        ImageSize size = frame.size();
        if (pixels.capacity() < size.pixels() * 3) {
            pixels = ByteBuffer.allocateDirect(size.pixels() * 3);
        }
        pixels.clear().limit(size.pixels() * 3);
        pixels.put(frame.rgb()).clear();
        for (BoundingBox place : places) {
            Mosaic.cover(pixels, size, new float[] {place.x(), place.y(), place.x() + place.width(), place.y() + place.height()});
        }
        return new VideoFrame(frame.session(), frame.frameIndex(), frame.span(), frame.camera(), frame.measuredHeadPose(), pixels);
    }
}
