package org.egoscope.app.segment;

import java.nio.file.Path;
import java.util.OptionalInt;
import org.egoscope.core.PipelineException;

/**
 * Which pictures are looked at.
 *
 * @param source picture, folder of pictures, or video
 * @param every each so-many-th frame of a video, or picture of a folder
 * @param most at most this many; where empty, one of a video and all of a folder
 */
public record PictureSelection(Path source, int every, OptionalInt most) {
    public PictureSelection {
        if (every < 1 || most.orElse(1) < 1) {
            throw PipelineException.badConfig("--every and --frames: expected >= 1, got " + every + " and " + most.orElse(1));
        }
    }
}
