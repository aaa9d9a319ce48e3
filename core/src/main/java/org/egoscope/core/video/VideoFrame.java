package org.egoscope.core.video;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.Camera;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.HeadPose;
import org.egoscope.core.time.MediaTime;
import org.egoscope.core.time.TimeRange;

/**
 * One decoded picture at working size: {@code [H, W, 3]} bytes, RGB, row-major, no padding, upright.
 *
 * <p>The pixels are a direct buffer that the decoder uses again: they are valid only until the call that was given the frame
 * returns. Whoever needs them longer copies them.
 */
public final class VideoFrame implements FrameEvent {
    private final SessionId session;
    private final long frameIndex;
    private final TimeRange span;
    private final Camera camera;
    private final Optional<HeadPose> measuredHeadPose;
    private final ByteBuffer rgb;

    /**
     * @param span from this frame's time to the next frame's
     * @param measuredHeadPose pose from a sensor sidecar interpolated to the frame's time, where there is one
     * @param rgb direct buffer of exactly height x width x 3 bytes from position 0
     */
    public VideoFrame(
            SessionId session,
            long frameIndex,
            TimeRange span,
            Camera camera,
            Optional<HeadPose> measuredHeadPose,
            @Shape("H W 3") ByteBuffer rgb) {
        ImageSize size = camera.model().imageSize();
        if (!rgb.isDirect() || rgb.capacity() < size.pixels() * 3) {
            throw new IllegalArgumentException(
                    "pixels: expected a direct buffer of " + size + "x3 bytes, got " + rgb.capacity() + " bytes");
        }
        this.session = session;
        this.frameIndex = frameIndex;
        this.span = span;
        this.camera = camera;
        this.measuredHeadPose = measuredHeadPose;
        this.rgb = rgb;
    }

    public SessionId session() {
        return session;
    }

    public long frameIndex() {
        return frameIndex;
    }

    public MediaTime time() {
        return span.start();
    }

    public Camera camera() {
        return camera;
    }

    public ImageSize size() {
        return camera.model().imageSize();
    }

    public Optional<HeadPose> measuredHeadPose() {
        return measuredHeadPose;
    }

    /** A fresh read-only view of the pixels from position 0; see the class comment for how long it is valid. */
    public @Shape("H W 3") ByteBuffer rgb() {
        ByteBuffer view = rgb.asReadOnlyBuffer();
        view.position(0).limit(size().pixels() * 3);
        return view;
    }

    @Override
    public long firstFrameIndex() {
        return frameIndex;
    }

    @Override
    public long frameCount() {
        return 1;
    }

    @Override
    public TimeRange span() {
        return span;
    }
}
