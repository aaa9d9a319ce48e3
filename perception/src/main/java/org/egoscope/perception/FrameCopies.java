package org.egoscope.perception;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.video.VideoFrame;

/** Frames that outlive the call that gave them, until all are forgotten. Their buffers are used again. */
final class FrameCopies {
    private final List<ByteBuffer> buffers = new ArrayList<>();
    private int used;

    VideoFrame copy(VideoFrame frame) {
        ByteBuffer source = frame.rgb();
        if (used == buffers.size()) {
            buffers.add(ByteBuffer.allocateDirect(source.remaining()));
        } else if (buffers.get(used).capacity() < source.remaining()) {
            buffers.set(used, ByteBuffer.allocateDirect(source.remaining()));
        }
        ByteBuffer pixels = buffers.get(used++);
        pixels.clear().put(source).rewind();
        return new VideoFrame(frame.session(), frame.frameIndex(), frame.span(), frame.camera(), frame.measuredHeadPose(), pixels);
    }

    void forget() {
        used = 0;
    }
}
