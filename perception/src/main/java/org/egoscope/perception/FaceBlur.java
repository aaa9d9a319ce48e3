package org.egoscope.perception;

import java.util.List;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.Snapshotting;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Person;
import org.egoscope.core.video.VideoFrame;

/** Makes faces unrecognisable. One instance per session; frames come in order. */
public interface FaceBlur extends Snapshotting {
    /** Leaves every picture as it is: blurring was not asked for. */
    FaceBlur NONE = new FaceBlur() {
        @Override
        public List<BoundingBox> find(VideoFrame frame) {
            return List.of();
        }

        @Override
        public VideoFrame blur(VideoFrame frame, List<Person> people) {
            return frame;
        }

        @Override
        public List<BoundingBox> covered() {
            return List.of();
        }

        @Override
        public byte[] snapshot() {
            return new byte[0];
        }

        @Override
        public void restore(byte[] state) {
            if (state.length > 0) {
                throw new PipelineException(
                        ErrorKind.BAD_INPUT, "faces snapshot: expected none without blurring, got " + state.length + " bytes");
            }
        }
    };

    /** Looks for faces: pixels, from brow to chin; {@link #blur} of the same frame comes next. */
    List<BoundingBox> find(VideoFrame frame);

    /**
     * Blurs what was found, and more.
     *
     * @param people found in the frame: their heads are blurred even where no face is seen
     * @return the frame itself if there is no face, else one with pixels of its own, valid until the next call
     */
    VideoFrame blur(VideoFrame frame, List<Person> people);

    /** What {@link #blur} covered in the frame it was last given: whole pixels, within the picture; {@link FaceCover} covers it again. */
    List<BoundingBox> covered();
}
