package org.egoscope.perception.internal.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Camera;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.geometry.PinholeCamera;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.observation.CocoKeypoint;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Person;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.SessionId;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.perception.FaceBlur;
import org.egoscope.perception.FaceCover;
import org.egoscope.perception.People;
import org.egoscope.perception.PeopleSettings;
import org.egoscope.perception.PersonTracker;
import org.egoscope.perception.internal.detect.PriorBox;
import org.egoscope.perception.internal.detect.PriorDecoder;
import org.egoscope.perception.internal.hands.CropSampler;
import org.egoscope.perception.internal.hands.RotatedSquare;
import org.egoscope.perception.internal.segment.SharedWeights;
import org.egoscope.torch.FloatTensor;
import org.egoscope.torch.ModelDirectory;
import org.egoscope.torch.SafetensorsFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeopleTest {
    private static final long FRAME_NANOS = 33_333_333L;
    private static final ImageSize SIZE = new ImageSize(40, 30);

    private static HeldFace face(float x, float y, long now) {
        return new HeldFace(x - 5, y - 5, x + 5, y + 5, now, now);
    }

    @Test
    void aFaceMissedForSomeFramesStaysBlurredAndIsThenLetGo() {
        HeldFaces faces = new HeldFaces(0.5);
        faces.update(List.of(face(20, 20, 0)), 0);
        for (int i = 1; i <= 15; i++) {
            faces.update(List.of(), i * FRAME_NANOS);
            assertThat(faces.faces()).as("frame %d, within half a second", i).hasSize(1);
        }
        faces.update(List.of(), 16 * FRAME_NANOS);
        assertThat(faces.faces()).isEmpty();
    }

    @Test
    void aFaceGoesOnWhereItWasAboutAsLargeAndNotElsewhere() {
        HeldFaces faces = new HeldFaces(0.5);
        faces.update(List.of(face(20, 20, 0), new HeldFace(14, 14, 25, 25, 0, 7)), 0);
        assertThat(faces.continuedBy(face(22, 20, FRAME_NANOS), FRAME_NANOS).orElseThrow().believedNanos())
                .as("the one most lately believed").isEqualTo(7);
        assertThat(faces.continuedBy(face(90, 20, FRAME_NANOS), FRAME_NANOS)).as("far away it is another thing").isEmpty();
        HeldFace large = new HeldFace(2, 2, 38, 38, FRAME_NANOS, FRAME_NANOS);
        assertThat(faces.continuedBy(large, FRAME_NANOS)).as("three times as large").isEmpty();
        faces.update(List.of(face(21, 20, FRAME_NANOS)), FRAME_NANOS);
        assertThat(faces.faces()).as("seen again: the old places are given up").containsExactly(face(21, 20, FRAME_NANOS));
    }

    @Test
    void whatIsBlurredGrowsWhileTheFaceIsNotSeen() {
        HeldFace face = face(100, 100, 0);
        assertThat(face.blurred(0)).containsExactly(92, 92, 108, 108);
        assertThat(face.blurred(200_000_000L)).containsExactly(new float[] {89, 89, 111, 111}, within(1e-3f));
        assertThat(face.blurred(10_000_000_000L)).containsExactly(new float[] {87, 87, 113, 113}, within(1e-3f));
    }

    @Test
    void theMosaicCoversTheBoxAndNothingElse() {
        Random random = new Random(7);
        byte[] before = new byte[SIZE.pixels() * 3];
        random.nextBytes(before);
        ByteBuffer rgb = ByteBuffer.allocateDirect(before.length).put(before).clear();
        Mosaic.cover(rgb, SIZE, new float[] {7.5f, -3, 23.2f, 12});
        for (int y = 0; y < SIZE.height(); y++) {
            for (int x = 0; x < SIZE.width(); x++) {
                boolean inside = x >= 7 && x < 24 && y < 12;
                for (int c = 0; c < 3; c++) {
                    int at = (y * SIZE.width() + x) * 3 + c;
                    assertThat(rgb.get(at)).as("seed 7, x %d y %d", x, y).isEqualTo(inside ? cellMean(before, x, y, c) : before[at]);
                }
            }
        }
    }

    /** Naively: columns 7..24 in quarters, rows 0..12 in quarters. */
    private static byte cellMean(byte[] rgb, int x, int y, int c) {
        int[] columns = {7, 11, 15, 19, 24};
        int column = x < 11 ? 0 : x < 15 ? 1 : x < 19 ? 2 : 3;
        long sum = 0;
        int count = 0;
        for (int v = y / 3 * 3; v < y / 3 * 3 + 3; v++) {
            for (int u = columns[column]; u < columns[column + 1]; u++, count++) {
                sum += rgb[(v * SIZE.width() + u) * 3 + c] & 255;
            }
        }
        return (byte) (sum / count);
    }

    @Test
    void theViewsForFacesCoverEveryPixelOnceWholeAndOnceInATile() {
        for (ImageSize size : List.of(new ImageSize(640, 480), new ImageSize(480, 270), new ImageSize(270, 480), new ImageSize(64, 64))) {
            List<CropSampler.Region> views = FaceViews.all(size);
            for (int y = 0; y < size.height(); y++) {
                for (int x = 0; x < size.width(); x++) {
                    int px = x;
                    int py = y;
                    assertThat(views.stream().filter(view -> view.contains(px, py)).count()).as("%s %d %d", size, x, y).isGreaterThan(1);
                }
            }
            assertThat(views).allSatisfy(view -> {
                assertThat(view.x()).isNotNegative();
                assertThat(view.y()).isNotNegative();
                assertThat(view.x() + view.width()).isLessThanOrEqualTo(size.width());
                assertThat(view.y() + view.height()).isLessThanOrEqualTo(size.height());
            });
        }
    }

    @Test
    void theWholeIsLookedAtInEveryFrameAndEveryTileOnceInARound() {
        ImageSize size = new ImageSize(480, 270);
        List<CropSampler.Region> all = FaceViews.all(size);
        for (int rate : List.of(10, 24, 30, 50)) {
            FaceViews views = new FaceViews(0.1);
            assertThat(views.due(size, 0)).as("first frame, %d a second", rate).containsExactlyElementsOf(all);
            int inARound = (rate + 9) / 10;
            List<CropSampler.Region> seen = new ArrayList<>();
            for (int frame = 1; frame <= inARound; frame++) {
                List<CropSampler.Region> due = views.due(size, Math.round(frame * 1e9 / rate));
                assertThat(due.get(0)).isEqualTo(all.get(0));
                seen.addAll(due);
            }
            assertThat(seen).as("a tenth of a second, %d frames a second", rate).containsAll(all);
        }
    }

    @Test
    void aViewOfARampIsTheRampAtEverySizeAndInAMirror() {
        ImageSize size = new ImageSize(120, 80);
        ByteBuffer rgb = ByteBuffer.allocateDirect(size.pixels() * 3);
        for (int y = 0; y < size.height(); y++) {
            for (int x = 0; x < size.width(); x++) {
                rgb.put((byte) (2 * x)).put((byte) (3 * y)).put((byte) 77);
            }
        }
        PicturePyramid picture = new PicturePyramid();
        picture.take(frame(size, 0, rgb.clear()));
        for (int side : List.of(16, 40, 64, 200)) {
            for (CropSampler.Region region : List.of(new CropSampler.Region(0, 0, 120, 80), new CropSampler.Region(30, 20, 50, 40))) {
                compareWithRamp(picture, region, side, false);
                compareWithRamp(picture, region, side, true);
            }
        }
    }

    /** Values lie on the ramp to a rounding of each halving; pixels whose neighbours the border cuts off are left out. */
    private static void compareWithRamp(PicturePyramid picture, CropSampler.Region region, int side, boolean mirrored) {
        float[] planes = new float[side * side * 3];
        float[] interleaved = new float[side * side * 3];
        CropSampler.Letterbox box = picture.read(region, new PicturePyramid.View(side, true), planes, mirrored);
        picture.read(region, new PicturePyramid.View(side, false), interleaved, mirrored);
        double worst = 0;
        for (int at = 0; at < side * side; at++) {
            int i = mirrored ? side - 1 - at % side : at % side;
            double x = (i + 0.5 - box.offsetX()) / box.scale();
            double y = (at / side + 0.5 - box.offsetY()) / box.scale();
            boolean inside = x >= region.x() && y >= region.y() && x < region.x() + region.width() && y < region.y() + region.height();
            double[] ramp = {2 * (x - 0.5), 3 * (y - 0.5), 77};
            for (int c = 0; c < 3; c++) {
                double value = (planes[c * side * side + at] + 1) * 127.5;
                double error = inside ? Math.abs(value - ramp[c]) : 100 * value;
                worst = Math.max(worst, inside && (x <= 5 || y <= 5 || x >= 115 || y >= 75) ? 0 : error);
                worst = Math.max(worst, interleaved[at * 3 + c] == planes[c * side * side + at] ? 0 : 1000);
            }
        }
        assertThat(worst).as("side %d of %s, mirrored %s", side, region, mirrored).isLessThan(1.5);
    }

    @Test
    void aPriorBoxIsDecodedAboutTheMiddleOfItsCell() {
        PriorDecoder decoder = BoxDetector.facesDecoder(0.5f);
        float[] rows = new float[2304 * 16];
        float[] logits = new float[2304];
        java.util.Arrays.fill(logits, -9);
        int prior = 10 * 48 + 20;
        logits[prior] = 2;
        rows[prior * 16] = 1;
        rows[prior * 16 + 1] = -2;
        rows[prior * 16 + 2] = 30;
        rows[prior * 16 + 3] = 40;
        rows[prior * 16 + 4] = 5;
        List<PriorBox> boxes = decoder.decode(rows, logits);
        assertThat(boxes).hasSize(1);
        // Cells are 4 pixels: the middle is at (20.5, 10.5) x 4 = (82, 42).
        assertThat(java.util.Arrays.copyOf(boxes.get(0).values(), 6)).containsExactly(new float[] {68, 20, 98, 60, 87, 42}, within(1e-4f));
        assertThat(boxes.get(0).score()).isCloseTo((float) (1 / (1 + Math.exp(-2))), within(1e-6f));
    }

    @Test
    void aBodyWithoutAHeadThatComesInFromBelowIsTheWearers() {
        float[] arms = new float[99];
        for (int k = 11; k < 23; k++) {
            arms[k * 3] = 10 + k;
            arms[k * 3 + 1] = 28;
            arms[k * 3 + 2] = 0.9f;
        }
        arms[1] = 5;
        arms[15 * 3 + 1] = 8;
        RotatedSquare square = new RotatedSquare(0, 0, 1, 0);
        assertThat(new PoseReading(0.99f, arms, square).isOtherPerson(SIZE)).isFalse();
        float[] withHead = arms.clone();
        for (int k = 0; k < 11; k++) {
            withHead[k * 3] = 15;
            withHead[k * 3 + 1] = 4;
            withHead[k * 3 + 2] = 0.9f;
        }
        assertThat(new PoseReading(0.99f, withHead, square).isOtherPerson(SIZE)).isTrue();
    }

    @Test
    void cocoKeypointsAreThoseOfTheirNames() {
        float[] numbered = new float[99];
        for (int i = 0; i < 33; i++) {
            numbered[i * 3] = i;
        }
        float[] coco = new Person(1, new BoundingBox(0, 0, 1, 1), 1, "test", numbered).toCocoKeypointArray();
        assertThat(CocoKeypoint.values()).hasSize(17);
        int[] expected = {0, 2, 5, 7, 8, 11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28};
        for (int i = 0; i < 17; i++) {
            assertThat(coco[i * 3]).as(CocoKeypoint.values()[i].name()).isEqualTo(expected[i]);
        }
    }

    @Test
    void blurringWithoutTheFaceDetectorIsRefusedAndNamesTheFile(@TempDir Path empty) {
        PeopleSettings blurred = PeopleSettings.DEFAULT.withBlurredFaces();
        for (Optional<ModelDirectory> models : List.of(Optional.<ModelDirectory>empty(), Optional.of(ModelDirectory.open(empty)))) {
            assertThatThrownBy(() -> People.open(models, blurred))
                    .isInstanceOfSatisfying(PipelineException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.BAD_CONFIG))
                    .hasMessageContaining("face_detection_full_range.torchscript.pt");
            try (People people = People.open(models, PeopleSettings.DEFAULT)) {
                assertThat(people.newTracker()).as("without networks nobody is found").isSameAs(PersonTracker.NONE);
            }
        }
    }

    @Test
    void decodePeopleAndFacesAsTheReferenceDoes() throws IOException {
        Path fixtures = SharedWeights.folder("golden/fixtures");
        JsonNode decoded = new ObjectMapper().readTree(fixtures.resolve("decoded.json").toFile());
        compare(fixtures, decoded, "pose_detection", BoxDetector.peopleDecoder(0.5f), 0);
        compare(fixtures, decoded, "face_detection_full_range", BoxDetector.facesDecoder(0.6f), 1);
    }

    private static void compare(Path fixtures, JsonNode decoded, String name, PriorDecoder decoder, int rowsAt) throws IOException {
        JsonNode expected = decoded.get(name).get("detections");
        try (SafetensorsFile golden = SafetensorsFile.open(fixtures.resolve(name + ".safetensors"))) {
            List<PriorBox> boxes = decoder.decode(
                    golden.floats("real.output" + rowsAt).toArray(), golden.floats("real.output" + (1 - rowsAt)).toArray());
            assertThat(boxes).as(name).hasSize(expected.size());
            for (int i = 0; i < boxes.size(); i++) {
                List<Float> values = new ArrayList<>();
                expected.get(i).get("box_xyxy").forEach(value -> values.add((float) value.asDouble()));
                expected.get(i).get("keypoints_xy").forEach(point -> point.forEach(value -> values.add((float) value.asDouble())));
                for (int k = 0; k < values.size(); k++) {
                    assertThat(boxes.get(i).values()[k]).as("%s %d value %d", name, i, k).isCloseTo(values.get(k), within(2e-2f));
                }
            }
        }
    }

    @Test
    void placeLandmarksWithinACellOfTheUnrefinedReference() throws IOException {
        Path fixtures = SharedWeights.folder("golden/fixtures");
        JsonNode expected = new ObjectMapper().readTree(fixtures.resolve("decoded.json").toFile()).get("pose_landmark_lite");
        try (SafetensorsFile golden = SafetensorsFile.open(fixtures.resolve("pose_landmark_lite.safetensors"))) {
            FloatTensor landmarks = golden.floats("real.output0");
            PoseReading reading = PoseNetwork.decode(
                    landmarks, golden.floats("real.output3"), golden.floats("real.output1").get(0), new RotatedSquare(128, 128, 256, 0));
            assertThat(reading.presence()).isCloseTo((float) expected.get("presence").asDouble(), within(1e-4f));
            for (int k = 0; k < 33; k++) {
                JsonNode one = expected.get("xyz_visibility_presence").get(k);
                assertThat(reading.xyVisibility()[k * 3]).as("x of %d", k).isCloseTo((float) one.get(0).asDouble(), within(6f));
                assertThat(reading.xyVisibility()[k * 3 + 1]).as("y of %d", k).isCloseTo((float) one.get(1).asDouble(), within(6f));
                assertThat(reading.xyVisibility()[k * 3 + 2]).as("visibility of %d", k).isCloseTo((float) one.get(3).asDouble(), within(1e-3f));
            }
        }
    }

    /** The picture of a golden tensor, moved to the right by some pixels with its border repeated. */
    private static VideoFrame picture(String name, int side, int index) {
        ByteBuffer rgb = ByteBuffer.allocateDirect(side * side * 3);
        try (SafetensorsFile golden = SafetensorsFile.open(SharedWeights.folder("golden/fixtures").resolve(name + ".safetensors"))) {
            ByteBuffer bytes = golden.bytes("real.input_u8_hwc");
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side * 3; x++) {
                    rgb.put(bytes.get(y * side * 3 + Math.max(x % 3, x - index * 3)));
                }
            }
        }
        return frame(new ImageSize(side, side), index, rgb.clear());
    }

    private static VideoFrame frame(ImageSize size, int index, ByteBuffer rgb) {
        Camera camera = new Camera(PinholeCamera.fromHorizontalFieldOfView(size, Math.toRadians(90)), RigidTransform.IDENTITY, false);
        TimeRange span = TimeRange.ofNanos(index * FRAME_NANOS, (index + 1) * FRAME_NANOS);
        return new VideoFrame(new SessionId("test"), index, span, camera, Optional.empty(), rgb);
    }

    private static People networks() {
        return People.open(
                Optional.of(ModelDirectory.open(SharedWeights.folder("models"))), PeopleSettings.DEFAULT.withBlurredFaces());
    }

    @Test
    void theFaceOfARealPictureIsBlurredAlsoAfterARestoreBitForBit() {
        try (People people = networks()) {
            FaceBlur whole = people.newBlur();
            FaceBlur second = people.newBlur();
            for (int i = 0; i < 4; i++) {
                VideoFrame frame = picture("face_detection_full_range", 192, i);
                whole.find(frame);
                VideoFrame blurred = whole.blur(frame, List.of());
                if (i == 2) {
                    second.restore(whole.snapshot());
                } else if (i > 2) {
                    second.find(frame);
                    assertThat(second.blur(frame, List.of()).rgb()).isEqualTo(blurred.rgb());
                    assertThat(second.snapshot()).isEqualTo(whole.snapshot());
                }
                assertThat(new FaceCover().cover(frame, whole.covered()).rgb()).as("covered again by what was told").isEqualTo(blurred.rgb());
                // The reference's box of the face, moved with the picture: nothing of it is left but cells of one colour.
                int changed = 0;
                for (int y = 79; y < 89; y++) {
                    for (int x = 122 + i; x < 133 + i; x++) {
                        changed += blurred.rgb().get((y * 192 + x) * 3) != frame.rgb().get((y * 192 + x) * 3) ? 1 : 0;
                    }
                }
                assertThat(changed).as("of 110 pixels, frame %d", i).isGreaterThan(90);
                assertThat(blurred.rgb().get(191 * 192 * 3)).as("far corner").isEqualTo(frame.rgb().get(191 * 192 * 3));
            }
        }
    }

    @Test
    void aTrackerGoesOnFromASnapshotBitForBit() {
        try (People people = networks()) {
            PersonTracker whole = people.newTracker();
            PersonTracker second = people.newTracker();
            for (int i = 0; i < 30; i++) {
                VideoFrame frame = picture("pose_detection", 224, i / 4);
                VideoFrame timed = new VideoFrame(
                        frame.session(), i, TimeRange.ofNanos(i * FRAME_NANOS, (i + 1) * FRAME_NANOS), frame.camera(), Optional.empty(),
                        ByteBuffer.allocateDirect(224 * 224 * 3).put(frame.rgb()).clear());
                List<Person> expected = whole.track(timed, List.of());
                if (i == 12) {
                    second.restore(whole.snapshot());
                } else if (i > 12) {
                    assertThat(second.track(timed, List.of())).as("frame %d", i).isEqualTo(expected);
                    assertThat(second.snapshot()).as("frame %d", i).isEqualTo(whole.snapshot());
                }
            }
            assertThatThrownBy(() -> second.restore(new byte[] {9})).isInstanceOf(PipelineException.class);
        }
    }
}
