package org.egoscope.app.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Camera;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.geometry.PinholeCamera;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Person;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.SessionId;
import org.egoscope.core.video.VideoFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeopleFiguresTest {
    private static final PeopleFigures.Cost FREE = new PeopleFigures.Cost(2_000_000, 4_000_000);

    private static Person personWithNoseAt(float x, float y) {
        float[] keypoints = new float[Person.KEYPOINTS * 3];
        keypoints[0] = x;
        keypoints[1] = y;
        return new Person(1, new BoundingBox(0, 0, 50, 50), 1, "test", keypoints);
    }

    @Test
    void placesThatOverlapCoverAFaceOnceAndAFaceHalfCoveredIsNotCovered() {
        BoundingBox face = new BoundingBox(10, 10, 20, 20);
        List<BoundingBox> left = List.of(new BoundingBox(5, 5, 15, 40), new BoundingBox(5, 5, 10, 40));
        assertThat(PeopleFigures.coveredShare(face, left)).isCloseTo(0.5, within(1e-9));
        PeopleFigures figures = new PeopleFigures("clip");
        figures.add(List.of(face), left, List.of(), FREE);
        figures.add(List.of(face), List.of(new BoundingBox(8, 8, 30, 30), new BoundingBox(60, 60, 4, 4)), List.of(), FREE);
        assertThat(figures.toString()).contains("1/2", "0.50", "0.500", "2.0", "4.0");
    }

    @Test
    void aPersonIsTheOneWhoseNoseLiesInTheFace() {
        PeopleFigures figures = new PeopleFigures("clip");
        BoundingBox face = new BoundingBox(10, 10, 20, 20);
        figures.add(List.of(face), List.of(), List.of(personWithNoseAt(12, 25), personWithNoseAt(80, 25)), FREE);
        assertThat(figures.toString().trim().split("\\s+")).as("found 1 of 1, one elsewhere, one track").containsSequence("1/1", "1", "1");
    }

    @Test
    void labelsSayWhichFacesAFrameShowsAndWhichClipsShowNobody(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("faces.csv");
        Files.writeString(file, "# drawn\nclip,picture_width,frame,x,y,width,height\nparty,100,3,10,20,30,40\nkitchen,100,*,,,,\n");
        FaceLabels labels = FaceLabels.read(file);
        assertThat(labels.faces("party", 3, new ImageSize(200, 150))).containsExactly(new BoundingBox(20, 40, 60, 80));
        assertThat(labels.know("party", 4)).isFalse();
        assertThat(labels.know("kitchen", 4)).isTrue();
        assertThat(labels.showPeople("kitchen")).isFalse();
        Files.writeString(file, "party,100,3,10,20,30\n");
        assertThatThrownBy(() -> FaceLabels.read(file)).isInstanceOf(PipelineException.class).hasMessageContaining("line 1");
    }

    @Test
    void aMirroredFrameShowsItsFacesWhereTheMirrorDoes() {
        ImageSize size = new ImageSize(8, 6);
        ByteBuffer rgb = ByteBuffer.allocateDirect(size.pixels() * 3);
        for (int i = 0; i < size.pixels() * 3; i++) {
            rgb.put((byte) i);
        }
        Camera camera = new Camera(PinholeCamera.fromHorizontalFieldOfView(size, 1.5), RigidTransform.IDENTITY, false);
        VideoFrame frame = new VideoFrame(new SessionId("s"), 0, TimeRange.ofNanos(0, 1), camera, Optional.empty(), rgb.clear());
        VideoFrame mirrored = PictureVariant.MIRRORED.of(frame);
        BoundingBox box = PictureVariant.MIRRORED.of(new BoundingBox(1, 2, 3, 1), 8);
        assertThat(box).isEqualTo(new BoundingBox(4, 2, 3, 1));
        for (int c = 0; c < 3; c++) {
            assertThat(mirrored.rgb().get((2 * 8 + 6) * 3 + c)).isEqualTo(frame.rgb().get((2 * 8 + 1) * 3 + c));
        }
        assertThat(PictureVariant.AS_TAKEN.of(frame)).isSameAs(frame);
    }
}
