package org.egoscope.motion.internal.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * Frames that are predicted together, {@code [start, end)}, of which those from {@code scored} on count.
 *
 * @param start first frame
 * @param scored first frame that no earlier window has covered
 * @param end behind the last
 */
record Window(int start, int scored, int end) {
    /** Windows side by side; the last one reaches back to be as long as the others. 0 frames: the whole clip. */
    static List<Window> of(int clipFrames, int windowFrames) {
        if (windowFrames == 0 || windowFrames >= clipFrames) {
            return List.of(new Window(0, 0, clipFrames));
        }
        List<Window> windows = new ArrayList<>();
        for (int at = 0; at < clipFrames; at += windowFrames) {
            int end = Math.min(clipFrames, at + windowFrames);
            windows.add(new Window(end - windowFrames, at, end));
        }
        return windows;
    }
}
