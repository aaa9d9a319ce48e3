package org.egoscope.perception.internal.headpose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.egoscope.core.geometry.ImagePoint;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The vertical among edges, against rooms of made-up edges whose vertical is known. */
class VerticalLinesTest {
    private static final Vec3 UP = new Vec3(0, 0, 1);
    private static final Quaternion MAP_FROM_WORLD = Quaternion.fromRotationVector(new Vec3(0.7, -0.4, 1.1));

    /** Plane through the eye at the origin and the edge from that point in that direction, turned at random by so many radians. */
    private static double[] plane(Vec3 point, Vec3 direction, Random random, double noise) {
        Vec3 error = new Vec3(random.nextGaussian(), random.nextGaussian(), random.nextGaussian()).times(noise);
        Vec3 normal = point.cross(direction).normalized().plus(error).normalized();
        return new double[] {normal.x(), normal.y(), normal.z(), 0.1};
    }

    private static Vec3 somewhere(Random random) {
        return new Vec3(random.nextGaussian(), random.nextGaussian(), random.nextGaussian()).normalized();
    }

    /** A quarter upright edges, half level ones in two directions, a quarter clutter. */
    private static VerticalLines room(long seed) {
        Random random = new Random(seed);
        VerticalLines lines = new VerticalLines();
        for (int i = 0; i < 300; i++) {
            Vec3 direction = i % 4 == 0 ? UP : i % 4 == 1 ? new Vec3(1, 0, 0) : i % 4 == 2 ? new Vec3(0, 1, 0) : somewhere(random);
            lines.add(plane(somewhere(random), direction, random, 0.01), MAP_FROM_WORLD);
        }
        return lines;
    }

    private static double degreesFromUp(Vec3 found) {
        return Math.toDegrees(Math.acos(Math.min(1, found.dot(MAP_FROM_WORLD.rotate(UP)))));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void upright_edges_are_found_from_a_guess_that_is_thirty_degrees_off(long seed) {
        Random random = new Random(seed);
        Vec3 axis = somewhere(random).cross(UP).normalized();
        Vec3 guess = MAP_FROM_WORLD.rotate(Quaternion.fromAxisAngle(axis, Math.toRadians(30)).rotate(UP));
        VerticalLines.Vertical found = room(seed).find(guess, up -> 0);
        assertThat(degreesFromUp(found.up())).as("degrees from up, seed %d", seed).isLessThan(1);
        assertThat(found.trust()).as("seed %d", seed).isGreaterThan(0.9);
    }

    @Test
    void clutter_and_few_edges_are_not_trusted() {
        Random random = new Random(6);
        VerticalLines clutter = new VerticalLines();
        for (int i = 0; i < 400; i++) {
            clutter.add(plane(somewhere(random), somewhere(random), random, 0), MAP_FROM_WORLD);
        }
        assertThat(clutter.find(UP, up -> 0).trust()).isLessThan(0.35);
        VerticalLines few = new VerticalLines();
        few.add(plane(new Vec3(1, 0, 0), UP, random, 0), MAP_FROM_WORLD);
        assertThat(few.find(UP, up -> 0)).isEqualTo(new VerticalLines.Vertical(UP, 0));
    }

    @Test
    void what_is_written_and_read_finds_the_same() throws IOException {
        VerticalLines lines = room(7);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        lines.write(new DataOutputStream(bytes));
        VerticalLines read = new VerticalLines();
        read.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        for (int i = 0; i < 1000; i++) {
            double[] more = plane(somewhere(new Random(i)), UP, new Random(i), 0.02);
            lines.add(more, MAP_FROM_WORLD);
            read.add(more, MAP_FROM_WORLD);
        }
        Vec3 guess = MAP_FROM_WORLD.rotate(UP);
        assertThat(read.find(guess, up -> 0)).isEqualTo(lines.find(guess, up -> 0));
    }

    @Test
    void edges_in_a_picture_span_planes_that_contain_them() {
        RigidTransform worldFromCamera = DotRoom.pose(0, 0, 1.6, 0.3, 0.8);
        RigidTransform cameraFromWorld = worldFromCamera.inverse();
        HandZones noHands = new HandZones();
        noHands.set(List.of());
        try (PointerScope scope = new PointerScope(); LineFinder finder = new LineFinder()) {
            Mat picture = new Mat(DotRoom.SIZE.height(), DotRoom.SIZE.width(), opencv_core.CV_8UC1, new Scalar(40));
            for (int k = -2; k <= 2; k++) {
                Vec3 foot = DotRoom.pose(0, 0, 0, 0.3 + 0.2 * k, 0).rotation().rotate(new Vec3(0, 0, 1.6));
                Point from = at(cameraFromWorld.apply(foot));
                Point to = at(cameraFromWorld.apply(foot.plus(new Vec3(0, 0, 0.9))));
                opencv_imgproc.line(picture, from, to, new Scalar(220), 5, opencv_imgproc.LINE_AA, 0);
            }
            double[] planes = finder.planes(picture, DotRoom.PINHOLE.model(), noHands);
            assertThat(planes.length / 4).as("both edges of each of five bars").isBetween(8, 20);
            Vec3 upInCamera = cameraFromWorld.rotation().rotate(UP);
            for (int i = 0; i < planes.length; i += 4) {
                double off = planes[i] * upInCamera.x() + planes[i + 1] * upInCamera.y() + planes[i + 2] * upInCamera.z();
                assertThat(Math.toDegrees(Math.asin(off))).as("degrees off the vertical, edge %d", i / 4).isBetween(-3.0, 3.0);
            }
        }
    }

    private static Point at(Vec3 inCamera) {
        ImagePoint point = DotRoom.PINHOLE.model().project(inCamera);
        return new Point((int) Math.round(point.x() - 0.5), (int) Math.round(point.y() - 0.5));
    }
}
