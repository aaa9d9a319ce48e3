package org.egoscope.perception.internal.hands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.egoscope.core.geometry.Camera;
import org.egoscope.core.geometry.CameraModel;
import org.egoscope.core.geometry.FisheyeCamera;
import org.egoscope.core.geometry.ImagePoint;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.geometry.PinholeCamera;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.video.VideoFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandGeometryTest {
    private static final ImageSize SIZE = new ImageSize(640, 360);

    /** An open hand, fingers up, wrist at the origin, one unit from wrist to middle knuckle. */
    static float[] openHand(double x, double y, double unit, double turnRadians) {
        double[] spread = {-0.7, -0.3, 0, 0.25, 0.5};
        float[] xy = new float[HandKeypoints.COUNT * 2];
        for (int k = 0; k < HandKeypoints.COUNT; k++) {
            int joint = k == 0 ? 0 : (k - 1) % 4 + 1;
            double up = k == 0 ? 0 : 0.6 + 0.4 * joint;
            double side = k == 0 ? 0 : spread[(k - 1) / 4] * up;
            double cos = Math.cos(turnRadians);
            double sin = Math.sin(turnRadians);
            xy[k * 2] = (float) (x + unit * (side * cos + up * sin));
            xy[k * 2 + 1] = (float) (y + unit * (side * sin - up * cos));
        }
        return xy;
    }

    @ParameterizedTest
    @ValueSource(doubles = {-2.5, -1, 0, 0.4, 1.5, 3})
    void turnAndMoveAndScaleTheSquareWithTheHand(double turn) {
        RotatedSquare upright = RotatedSquare.aroundLandmarks(openHand(0, 0, 50, 0));
        RotatedSquare turned = RotatedSquare.aroundLandmarks(openHand(300, 200, 100, turn));
        assertThat(Math.IEEEremainder(turned.rotationRadians() - upright.rotationRadians() - turn, 2 * Math.PI))
                .isCloseTo(0, within(1e-5));
        // The box is taken about the turned points' own axis-aligned middle, so it is the same box for every turn.
        assertThat(turned.side()).isCloseTo(2 * upright.side(), within(0.01));
        double x = upright.centerX() * 2 * Math.cos(turn) - upright.centerY() * 2 * Math.sin(turn);
        double y = upright.centerX() * 2 * Math.sin(turn) + upright.centerY() * 2 * Math.cos(turn);
        assertThat(turned.centerX()).isCloseTo(300 + x, within(0.01));
        assertThat(turned.centerY()).isCloseTo(200 + y, within(0.01));
    }

    @Test
    void mapTheSquaresCornersIntoTheImage() {
        RotatedSquare square = new RotatedSquare(100, 50, 20, Math.PI / 2);
        assertThat(square.imageX(0.5, 0.5)).isCloseTo(100, within(1e-9));
        assertThat(square.imageX(0, 0)).isCloseTo(110, within(1e-9));
        assertThat(square.imageY(0, 0)).isCloseTo(40, within(1e-9));
    }

    @Test
    void sampleALinearRampExactlyWhateverTheTurn() {
        VideoFrame frame = TestFrames.paint(SIZE, 0, (x, y) -> x / 4 << 16 | y / 2 << 8);
        VideoFrame ramp = TestFrames.paint(new ImageSize(200, 200), 0, (x, y) -> x << 16 | y << 8 | 77);
        CropSampler sampler = new CropSampler(16);
        FloatBuffer target = FloatBuffer.allocate(16 * 16 * 3);
        RotatedSquare square = new RotatedSquare(100, 90, 60, 0.7);
        sampler.sampleSquare(ramp.rgb(), ramp.size(), square, target);
        for (int j = 0; j < 16; j++) {
            for (int i = 0; i < 16; i++) {
                double x = square.imageX((i + 0.5) / 16, (j + 0.5) / 16);
                double y = square.imageY((i + 0.5) / 16, (j + 0.5) / 16);
                assertThat(target.get((j * 16 + i) * 3) * 255).isCloseTo((float) (x - 0.5), within(2e-3f));
                assertThat(target.get((j * 16 + i) * 3 + 1) * 255).isCloseTo((float) (y - 0.5), within(2e-3f));
                assertThat(target.get((j * 16 + i) * 3 + 2) * 255).isCloseTo(77, within(1e-3f));
            }
        }
        sampler.sampleSquare(frame.rgb(), SIZE, new RotatedSquare(-500, -500, 50, 0), target);
        assertThat(target.get(0)).as("outside the border is repeated").isZero();
    }

    @Test
    void letterboxWithBlackBarsAndAveragedPixels() {
        VideoFrame frame = TestFrames.paint(SIZE, 0, (x, y) -> (x + y) % 2 == 0 ? 0xFFFFFF : 0);
        CropSampler sampler = new CropSampler(160);
        FloatBuffer target = FloatBuffer.allocate(160 * 160 * 3);
        var whole = new CropSampler.Region(0, 0, 640, 360);
        CropSampler.Letterbox box = sampler.sampleLetterbox(frame.rgb(), SIZE, whole, target);
        assertThat(box.scale()).isEqualTo(0.25);
        assertThat(box.offsetY()).isEqualTo(35);
        assertThat(target.get(80 * 3)).isZero();
        assertThat(target.get((80 * 160 + 80) * 3)).as("a fine checkerboard averages to grey").isCloseTo(0.5f, within(1e-6f));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void recoverWhereAKnownHandIs(boolean fisheye) {
        CameraModel camera = fisheye
                ? new FisheyeCamera(new FisheyeCamera.Intrinsics(SIZE, 250, 250, 320, 180), 0.02, -0.01, 0, 0, 1.4)
                : PinholeCamera.fromHorizontalFieldOfView(SIZE, Math.toRadians(95));
        SplittableRandom random = new SplittableRandom(11);
        for (int trial = 0; trial < 50; trial++) {
            Vec3 middle = new Vec3(random.nextDouble(-0.3, 0.3), random.nextDouble(-0.15, 0.2), random.nextDouble(0.25, 0.8));
            float[] shape = new float[63];
            for (int i = 0; i < 63; i++) {
                shape[i] = (float) random.nextDouble(-0.07, 0.07);
            }
            check(camera, middle, shape, "seed 11, trial " + trial);
        }
    }

    private static void check(CameraModel camera, Vec3 middle, float[] shape, String label) {
        Vec3 view = middle.normalized();
        Vec3 right = new Vec3(view.z(), 0, -view.x()).normalized();
        float[] xy = new float[42];
        Vec3[] truth = new Vec3[21];
        ImagePoint centre = camera.project(middle);
        // The oracle turns the shape by Rodrigues' formula, in another form than the product does.
        Vec3 axis = new Vec3(0, 0, 1).cross(view);
        double sin = axis.norm();
        for (int k = 0; k < 21; k++) {
            Vec3 p = new Vec3(shape[k * 3], shape[k * 3 + 1], shape[k * 3 + 2]);
            Vec3 unit = sin < 1e-9 ? right : axis.times(1 / sin);
            Vec3 turned = p.times(view.z()).plus(unit.cross(p).times(sin)).plus(unit.times(unit.dot(p) * (1 - view.z())));
            truth[k] = turned.plus(middle);
            ImagePoint image = camera.project(truth[k]);
            xy[k * 2] = (float) image.x();
            xy[k * 2 + 1] = (float) image.y();
        }
        HandDepth.Placement placement =
                new HandDepth().place(headset(camera, true), xy, shape, new RotatedSquare(centre.x(), centre.y(), 100, 0));
        float[] placed = placement.xyzInCamera();
        assertThat(placed).as(label).hasSize(63);
        assertThat(placement.relativeSigma()).as("6 % of size and 10 % of shape, no residual").isCloseTo(Math.hypot(0.06, 0.1), within(1e-3));
        for (int k = 0; k < 21; k++) {
            Vec3 got = new Vec3(placed[k * 3], placed[k * 3 + 1], placed[k * 3 + 2]);
            assertThat(got.distanceTo(truth[k])).as(label).isLessThan(1e-3);
        }
    }

    private static Camera headset(CameraModel model, boolean calibrated) {
        return new Camera(model, RigidTransform.IDENTITY, calibrated);
    }

    @Test
    void giveNoDepthWhereShapeAndPictureDisagree() {
        Camera camera = headset(PinholeCamera.fromHorizontalFieldOfView(SIZE, Math.toRadians(95)), false);
        float[] xy = openHand(320, 250, 40, 0);
        float[] shape = new float[63];
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 63; i++) {
            shape[i] = (float) random.nextDouble(-0.08, 0.08);
        }
        RotatedSquare square = RotatedSquare.aroundLandmarks(xy);
        assertThat(new HandDepth().place(camera, xy, shape, square)).as("seed 3").isEqualTo(HandDepth.Placement.UNKNOWN);
        assertThat(new HandDepth().place(camera, xy, new float[0], square)).isEqualTo(HandDepth.Placement.UNKNOWN);
        float[] onePoint = new float[42];
        Arrays.fill(onePoint, 100);
        assertThat(new HandDepth().place(camera, onePoint, shape, square)).as("all rays parallel").isEqualTo(HandDepth.Placement.UNKNOWN);
    }
}
