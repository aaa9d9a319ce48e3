package org.egoscope.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.BodyPose;
import org.egoscope.core.motion.Skeleton;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.observation.HandSide;
import org.egoscope.core.observation.Observation;
import org.egoscope.core.video.SessionId;
import org.egoscope.core.video.VideoFrame;
import org.junit.jupiter.api.Test;

class SyntheticSceneTest {
    private static final SceneConfig SMALL = SceneConfig.standard(5).withSize(new ImageSize(256, 144));
    private static final int CUP = 11;
    private static final int APPLE = 15;
    private static final double APPLE_RADIUS = 0.037;
    private static final SessionId SESSION = new SessionId("synthetic");

    private static int at(double seconds) {
        return (int) Math.round(seconds * 30);
    }

    private static long hash(SyntheticFrame frame) {
        CRC32 crc = new CRC32();
        ByteBuffer rgb = frame.rgb().duplicate();
        rgb.position(0);
        crc.update(rgb);
        for (short id : frame.instanceIds()) {
            crc.update(id);
        }
        return crc.getValue();
    }

    @Test
    void sameSeedGivesTheSameBytesInAnyOrder() {
        SyntheticScene forward = SyntheticScene.of(SMALL);
        SyntheticScene backward = SyntheticScene.of(SMALL);
        int[] frames = {0, 75, 170, 333, 400, 599};
        long[] first = Arrays.stream(frames).mapToLong(i -> hash(forward.frame(i))).toArray();
        SyntheticFrame reused = backward.frame(10);
        for (int k = frames.length - 1; k >= 0; k--) {
            backward.render(frames[k], reused);
            assertThat(hash(reused)).as("frame %d", frames[k]).isEqualTo(first[k]);
        }
        assertThat(forward.truth()).isEqualTo(backward.truth());
    }

    @Test
    void anotherSeedGivesOtherNoiseAndAVariedSceneAnotherPlace() {
        SceneConfig other = SceneConfig.standard(6).withSize(SMALL.size());
        assertThat(hash(SyntheticScene.of(other).frame(0))).isNotEqualTo(hash(SyntheticScene.of(SMALL).frame(0)));
        Vec3 here = SyntheticScene.of(SceneConfig.varied(2)).truth().centerInWorld(CUP, 0);
        Vec3 there = SyntheticScene.of(SceneConfig.varied(4)).truth().centerInWorld(CUP, 0);
        assertThat(here.distanceTo(there)).isGreaterThan(1e-3);
    }

    @Test
    void raysThroughTheApplesPixelsMeetTheTrueSphere() {
        SyntheticScene scene = SyntheticScene.kitchen(1);
        int applePixels = 0;
        for (double seconds : new double[] {3.2, 4.2, 10.6, 14.5}) {
            SyntheticFrame frame = scene.trace(at(seconds));
            Vec3 center = scene.truth().centerInWorld(APPLE, at(seconds));
            ImageSize size = scene.config().size();
            for (int y = FrameStrip.height(size); y < size.height(); y++) {
                for (int x = 0; x < size.width(); x++) {
                    double miss = distanceToRay(scene, frame.worldFromDevice(), x, y, center);
                    boolean apple = frame.instanceIds()[y * size.width() + x] == APPLE;
                    applePixels += apple ? 1 : 0;
                    // The stalk stands out of the sphere by a centimetre.
                    assertThat(!apple || miss < APPLE_RADIUS + 0.012).as("apple pixel %d,%d at %.1f s", x, y, seconds).isTrue();
                    boolean mustBeApple = miss < APPLE_RADIUS - 0.001 && seconds < 5;
                    assertThat(!mustBeApple || apple).as("unoccluded pixel %d,%d at %.1f s", x, y, seconds).isTrue();
                }
            }
        }
        assertThat(applePixels).isGreaterThan(1000);
    }

    private static double distanceToRay(SyntheticScene scene, RigidTransform worldFromDevice, int x, int y, Vec3 point) {
        Vec3 ray = worldFromDevice.rotation().rotate(scene.camera().model().unproject(x + 0.5, y + 0.5));
        return point.minus(worldFromDevice.translation()).cross(ray).norm();
    }

    @Test
    void keypointsLieInsideTheHandWhereNothingIsInFront() {
        SyntheticScene scene = SyntheticScene.kitchen(1);
        SyntheticFrame frame = scene.trace(at(11.35));
        HandTruth hand = frame.hand(HandSide.RIGHT);
        assertThat(hand.visible()).isTrue();
        assertThat(hand.visibleFraction()).isGreaterThan(0.94);
        for (int k = 0; k < HandKeypoints.COUNT; k++) {
            Vec3 inCamera = hand.keypoints().inCamera(k);
            assertThat(scene.camera().model().project(inCamera).distanceTo(hand.keypoints().inImage(k)))
                    .as("keypoint %d: pixel and camera space agree", k)
                    .isLessThan(0.01);
        }
        Vec3 wrist = frame.worldFromDevice().apply(hand.keypoints().inCamera(HandKeypoints.WRIST));
        assertThat(wrist.distanceTo(frame.body().inWorld(SmplJoint.RIGHT_WRIST))).isLessThan(1e-5);
    }

    @Test
    void handsThatAreOutOfThePictureAreNotVisible() {
        SyntheticFrame frame = SyntheticScene.of(SMALL).trace(at(2));
        for (HandTruth hand : frame.hands()) {
            assertThat(hand.visible()).isFalse();
            assertThat(hand.pixels()).isZero();
        }
        assertThat(SyntheticScene.of(SMALL).observation(SESSION, at(2)).hands()).isEmpty();
    }

    @Test
    void bodyIsOneOfTheSkeletonAndTheCameraSitsAtItsEyes() {
        SyntheticScene scene = SyntheticScene.of(SMALL);
        for (int i = 0; i < scene.frameCount(); i += 40) {
            SyntheticFrame.Truth truth = scene.bodyTruth(i);
            BodyPose pose = truth.body();
            Skeleton skeleton = new Skeleton(pose.body().statureMeters());
            Quaternion[] local = new Quaternion[SmplJoint.COUNT];
            for (SmplJoint joint : SmplJoint.all()) {
                local[joint.ordinal()] = pose.localRotation(joint);
            }
            Vec3[] positions = new Vec3[SmplJoint.COUNT];
            Quaternion[] rotations = new Quaternion[SmplJoint.COUNT];
            skeleton.forward(pose.rootInWorld(), local, positions, rotations);
            for (SmplJoint joint : SmplJoint.all()) {
                assertThat(positions[joint.ordinal()].distanceTo(pose.inWorld(joint))).as("frame %d %s", i, joint).isLessThan(1e-5);
            }
            int head = SmplJoint.HEAD.ordinal();
            Vec3 eyes = positions[head].plus(rotations[head].rotate(skeleton.eyesInHead()));
            assertThat(eyes.distanceTo(truth.worldFromDevice().translation())).as("frame %d", i).isLessThan(1e-5);
            Vec3 ahead = truth.worldFromDevice().rotation().rotate(new Vec3(0, 0, 1));
            assertThat(ahead.dot(rotations[head].rotate(new Vec3(1, 0, 0)))).as("frame %d", i).isCloseTo(1, within(1e-6));
        }
    }

    @Test
    void thingsLeaveTheViewAndComeBack() {
        SyntheticScene scene = SyntheticScene.of(SMALL);
        assertThat(scene.trace(at(0.5)).pixelsOf(APPLE)).isPositive();
        assertThat(scene.trace(at(1.9)).pixelsOf(APPLE)).isZero();
        assertThat(scene.trace(at(4.2)).pixelsOf(APPLE)).isPositive();
        assertThat(scene.trace(at(19)).pixelsOf(APPLE)).isZero();
    }

    @Test
    void videoFramesAndObservationsCarryTheTruth() {
        SyntheticScene scene = SyntheticScene.of(SMALL);
        VideoFrame video = scene.toVideoFrame(SESSION, 390, true);
        assertThat(FrameStrip.read(video.rgb(), video.size())).hasValue(390);
        assertThat(video.time().seconds()).isCloseTo(13, within(1e-9));
        assertThat(video.measuredHeadPose()).isPresent();
        assertThat(scene.toVideoFrame(SESSION, 390, false).measuredHeadPose()).isEmpty();
        Observation observation = scene.observation(SESSION, 390);
        assertThat(observation.headPose()).isEqualTo(video.measuredHeadPose().get());
        assertThat(observation.instances()).extracting(i -> i.label()).contains("cup", "bowl", "apple", "board", "table", "own_arm");
        SyntheticFrame frame = scene.trace(390);
        observation.instances().stream()
                .filter(i -> i.trackId() == CUP)
                .forEach(i -> assertThat(i.mask().area()).isEqualTo(frame.pixelsOf(CUP)));
        assertThat(observation.hands()).extracting(h -> h.side()).contains(HandSide.RIGHT);
    }

    @Test
    void frameTimesAreEvenAndTouch() {
        SyntheticScene scene = SyntheticScene.of(SMALL);
        assertThat(scene.frameCount()).isEqualTo(600);
        for (int i = 0; i + 1 < scene.frameCount(); i++) {
            assertThat(scene.span(i).end()).isEqualTo(scene.span(i + 1).start());
            assertThat(scene.span(i).durationNanos()).isBetween(33_333_333L, 33_333_334L);
        }
    }

    @Test
    void pictureHasDetailAndNoBurntOutOrBlackAreas() {
        SyntheticScene scene = SyntheticScene.of(SMALL);
        for (int i = 0; i < 600; i += 60) {
            SyntheticFrame frame = scene.frame(i);
            int extreme = 0;
            double sum = 0;
            int pixels = frame.size().pixels();
            for (int p = 0; p < pixels; p++) {
                int green = frame.rgb().get(p * 3 + 1) & 255;
                sum += green;
                extreme += green < 6 || green > 250 ? 1 : 0;
            }
            assertThat(sum / pixels).as("mean level of frame %d", i).isBetween(50.0, 190.0);
            assertThat(extreme).as("black and burnt-out pixels of frame %d", i).isLessThan(pixels / 10);
        }
    }
}
