package org.egoscope.perception;

import java.util.List;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.Snapshotting;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Person;
import org.egoscope.core.video.VideoFrame;

/** Finds other people and follows them from frame to frame. One instance per session; frames come in order. */
public interface PersonTracker extends Snapshotting {
    /** Finds nobody: there are no networks for it, or it is not wanted. */
    PersonTracker NONE = new PersonTracker() {
        @Override
        public List<Person> track(VideoFrame frame, List<BoundingBox> faces) {
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
                        ErrorKind.BAD_INPUT, "people snapshot: expected none without networks, got " + state.length + " bytes");
            }
        }
    };

    /**
     * People in the frame in the order of their tracks; the wearer's own body is not one of them.
     *
     * @param faces found in it already, pixels: whoever has one is a person
     */
    List<Person> track(VideoFrame frame, List<BoundingBox> faces);
}
