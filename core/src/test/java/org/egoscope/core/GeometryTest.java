package org.egoscope.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.egoscope.core.geometry.CameraModel;
import org.egoscope.core.geometry.FisheyeCamera;
import org.egoscope.core.geometry.ImagePoint;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.geometry.PinholeCamera;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.junit.jupiter.api.Test;

class GeometryTest {
    private static final double TINY = 1e-9;

    @Test
    void aQuarterTurnAboutUpTakesForwardToLeft() {
        Quaternion turn = Quaternion.fromAxisAngle(new Vec3(0, 0, 1), Math.PI / 2);
        assertNear(turn.rotate(new Vec3(1, 0, 0)), new Vec3(0, 1, 0), "turned x axis");
    }

    @Test
    void rotatingAgreesWithRodriguesFormula() {
        Random random = new Random(11);
        for (int i = 0; i < 200; i++) {
            Vec3 axis = randomVector(random).normalized();
            Vec3 v = randomVector(random);
            double angle = random.nextDouble() * 6 - 3;
            Vec3 expected = v.times(Math.cos(angle))
                    .plus(axis.cross(v).times(Math.sin(angle)))
                    .plus(axis.times(axis.dot(v) * (1 - Math.cos(angle))));
            assertNear(Quaternion.fromAxisAngle(axis, angle).rotate(v), expected, "seed 11, case " + i);
        }
    }

    @Test
    void composingThenInvertingGivesTheIdentity() {
        Random random = new Random(12);
        for (int i = 0; i < 200; i++) {
            RigidTransform a = randomTransform(random);
            RigidTransform b = randomTransform(random);
            Vec3 p = randomVector(random);
            assertNear(a.times(b).apply(p), a.apply(b.apply(p)), "composition, seed 12, case " + i);
            assertNear(a.inverse().apply(a.apply(p)), p, "inverse, seed 12, case " + i);
        }
    }

    @Test
    void columnsOfARotationGiveTheRotationBack() {
        Random random = new Random(13);
        for (int i = 0; i < 500; i++) {
            Quaternion q = randomTransform(random).rotation();
            Quaternion back = Quaternion.fromColumns(
                    q.rotate(new Vec3(1, 0, 0)), q.rotate(new Vec3(0, 1, 0)), q.rotate(new Vec3(0, 0, 1)));
            assertThat(q.angleTo(back)).as("seed 13, case %d", i).isLessThan(1e-7);
        }
    }

    @Test
    void rotationBetweenTwoDirectionsTakesOneToTheOtherAlsoWhenOpposite() {
        assertNear(Quaternion.between(new Vec3(1, 0, 0), new Vec3(-1, 0, 0)).rotate(new Vec3(1, 0, 0)), new Vec3(-1, 0, 0), "opposite");
        assertNear(Quaternion.between(new Vec3(1, 0, 0), new Vec3(0, 0, 2)).rotate(new Vec3(1, 0, 0)), new Vec3(0, 0, 1), "right angle");
    }

    @Test
    void twistAboutUpIsTheYawEvenWhenLookingStraightDown() {
        Vec3 up = new Vec3(0, 0, 1);
        Quaternion down = Quaternion.fromAxisAngle(new Vec3(0, 1, 0), Math.PI / 2);
        for (double yaw = -3; yaw <= 3; yaw += 0.5) {
            Quaternion turned = Quaternion.fromAxisAngle(up, yaw).times(down);
            assertThat(turned.twistAbout(up).angleTo(Quaternion.fromAxisAngle(up, yaw))).as("yaw %s", yaw).isLessThan(1e-7);
        }
    }

    @Test
    void pinholeAndFisheyeUnprojectWhatTheyProject() {
        ImageSize size = new ImageSize(640, 480);
        CameraModel pinhole = new PinholeCamera(size, 500, 510, 321, 239);
        CameraModel fisheye = new FisheyeCamera(
                new FisheyeCamera.Intrinsics(size, 300, 305, 318, 242), -0.02, 0.004, -0.001, 0.0002, 1.5);
        Random random = new Random(14);
        for (CameraModel camera : new CameraModel[] {pinhole, fisheye, pinhole.resizedTo(new ImageSize(320, 240))}) {
            for (int i = 0; i < 100; i++) {
                Vec3 ray = new Vec3(random.nextDouble() - 0.5, random.nextDouble() - 0.5, 1).normalized();
                ImagePoint image = camera.project(ray.times(3));
                assertThat(image).isNotNull();
                assertNear(camera.unproject(image.x(), image.y()), ray, camera.getClass().getSimpleName() + ", seed 14, case " + i);
            }
        }
        assertThat(pinhole.project(new Vec3(0, 0, -1))).isNull();
    }

    @Test
    void pinholeProjectionIsFocalTimesSlopePlusPrincipalPoint() {
        PinholeCamera camera = new PinholeCamera(new ImageSize(640, 480), 500, 400, 320, 240);
        assertThat(camera.project(new Vec3(1, -0.5, 2))).isEqualTo(new ImagePoint(320 + 250, 240 - 100));
    }

    @Test
    void workingSizeKeepsTheShapeAndNeverEnlarges() {
        assertThat(new ImageSize(1920, 1080).fitLongSide(512)).isEqualTo(new ImageSize(512, 288));
        assertThat(new ImageSize(480, 270).fitLongSide(512)).isEqualTo(new ImageSize(480, 270));
        assertThat(new ImageSize(1, 1).fitLongSide(512)).isEqualTo(new ImageSize(2, 2));
        assertThatThrownBy(() -> new ImageSize(0, 5)).hasMessageContaining("0x5");
        assertThatThrownBy(() -> new ImageSize(20000, 5)).hasMessageContaining("16384");
    }

    private static Vec3 randomVector(Random random) {
        return new Vec3(random.nextGaussian(), random.nextGaussian(), random.nextGaussian());
    }

    private static RigidTransform randomTransform(Random random) {
        return new RigidTransform(Quaternion.fromRotationVector(randomVector(random).times(1.3)), randomVector(random));
    }

    private static void assertNear(Vec3 actual, Vec3 expected, String what) {
        assertThat(actual.distanceTo(expected)).as(what + ": " + actual + " and " + expected).isCloseTo(0, within(TINY));
    }
}
