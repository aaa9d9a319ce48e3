package org.egoscope.perception.internal.hands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import org.egoscope.core.geometry.CameraModel;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.geometry.PinholeCamera;
import org.egoscope.core.video.VideoFrame;
import org.junit.jupiter.api.Test;

class HandFollowingTest {
    private static final ImageSize SIZE = new ImageSize(480, 270);
    private static final long STEP = 40_000_000L;

    private static HandReading reading(float[] xy, float presence, float contrast) {
        return new HandReading(RotatedSquare.aroundLandmarks(xy), xy, new float[0], presence, 0.9f, contrast);
    }

    @Test
    void smoothAConstantSpeedWithTheLagOfItsCutoff() {
        OneEuroFilter filter = new OneEuroFilter(2, 2);
        double size = 50;
        double speed = 200;
        float[] smoothed = {0, 0};
        for (int i = 0; i < 400; i++) {
            smoothed = filter.step(new float[] {(float) (speed * i * 0.02), 7}, i * 20_000_000L, size);
        }
        // In the steady state the filter's output lags by speed / (2 pi cutoff), cutoff = least + 3 x (what it takes for the speed) / size;
        // the speed is measured from the output to the input: lag / dt + speed.
        double lag = speed * 399 * 0.02 - smoothed[0];
        double measured = (lag + speed * 0.02) / 0.02;
        double cutoff = 2 + 3 * measured / size;
        assertThat(lag).isCloseTo(speed / (2 * Math.PI * cutoff), within(0.05));
        assertThat(smoothed[1]).isEqualTo(7f);
    }

    @Test
    void takeMostOfTheJitterOutOfAHandAtRest() {
        SplittableRandom random = new SplittableRandom(5);
        OneEuroFilter filter = new OneEuroFilter(42, 2);
        double before = 0;
        double after = 0;
        float[] last = new float[42];
        float[] lastRaw = new float[42];
        for (int i = 0; i < 200; i++) {
            float[] raw = HandGeometryTest.openHand(200, 150, 50, 0);
            for (int k = 0; k < raw.length; k++) {
                raw[k] += (float) (random.nextGaussian() * 0.5);
            }
            float[] smooth = filter.step(raw, i * STEP, 50).clone();
            for (int k = 0; k < raw.length && i > 20; k++) {
                before += (raw[k] - lastRaw[k]) * (raw[k] - lastRaw[k]);
                after += (smooth[k] - last[k]) * (smooth[k] - last[k]);
            }
            last = smooth;
            lastRaw = raw;
        }
        assertThat(Math.sqrt(after / before)).as("frame to frame movement, seed 5").isLessThan(0.5);
    }

    @Test
    void startAnewAfterAPause() {
        OneEuroFilter filter = new OneEuroFilter(2, 2);
        filter.step(new float[] {0, 0}, 0, 50);
        assertThat(filter.step(new float[] {100, 50}, 1_000_000_000L, 50)).containsExactly(100f, 50f);
    }

    @Test
    void moveOnWithTheHandsSpeedForAShortTimeOnly() {
        HandTrack track = new HandTrack(1, HandGeometryTest.openHand(100, 150, 50, 0), 2);
        for (int i = 0; i < 12; i++) {
            track.see(reading(HandGeometryTest.openHand(100 + 8 * i, 150, 50, 0), 0.9f, 0.2f), 0.5, i * STEP);
        }
        long now = 11 * STEP;
        float[] half = track.movedOn(track.xy, now + STEP / 2);
        assertThat(half[0] - track.xy[0]).as("half a step of 8 pixels").isCloseTo(4f, within(0.01f));
        assertThat(half[1]).isEqualTo(track.xy[1]);
        float[] far = track.movedOn(track.xy, now + 50 * STEP);
        assertThat(far[0] - track.xy[0]).as("0.06 s of 200 pixels a second").isCloseTo(12f, within(0.02f));
    }

    private static HandTrack seen(int times, boolean confirmed) {
        HandTrack track = new HandTrack(1, HandGeometryTest.openHand(100, 150, 50, 0), 2);
        for (int i = 0; i < times; i++) {
            track.see(reading(HandGeometryTest.openHand(100, 150, 50, 0), 0.9f, 0.2f), 0.5, i * STEP);
        }
        track.confirmed = confirmed;
        return track;
    }

    @Test
    void keepTheOneOfTwoTracksOnAHandThatIsConfirmedOrWasFollowedForLonger() {
        assertThat(seen(2, true).outlasts(seen(40, false))).as("confirmed").isTrue();
        assertThat(seen(40, false).outlasts(seen(2, true))).as("not confirmed").isFalse();
        assertThat(seen(40, true).outlasts(seen(2, true))).as("the other was taken up again just now").isTrue();
        assertThat(seen(2, true).outlasts(seen(40, true))).as("taken up again just now").isFalse();
        assertThat(seen(5, true).outlasts(seen(5, true))).as("alike: the older stays").isFalse();
    }

    @Test
    void writeAndReadATrackExactly() throws IOException {
        SplittableRandom random = new SplittableRandom(9);
        HandTrack track = new HandTrack(3, HandGeometryTest.openHand(100, 150, 50, 0), 2);
        CameraModel camera = PinholeCamera.fromHorizontalFieldOfView(SIZE, 1.5);
        for (int i = 0; i < 5; i++) {
            float[] xy = HandGeometryTest.openHand(100 + random.nextDouble(9), 150, 50, 0.1 * i);
            track.see(reading(xy, 0.8f, 0.2f), 0.5, i * STEP);
            float[] xyz = new float[63];
            java.util.Arrays.fill(xyz, 0.3f + 0.01f * i);
            track.ranges.see(new HandDepth.Placement(xyz, 0.12), i * STEP);
            HandRoles.learn(track, 0.7, camera);
        }
        byte[] written = bytes(track);
        HandTrack again = HandTrack.read(new DataInputStream(new ByteArrayInputStream(written)), 2);
        assertThat(bytes(again)).isEqualTo(written);
        assertThat(again.ranges.along(camera, again.xy, 4 * STEP)).containsExactly(track.ranges.along(camera, track.xy, 4 * STEP));
        float[] next = HandGeometryTest.openHand(140, 150, 50, 0.1);
        again.see(reading(next, 0.8f, 0.2f), 0.5, 5 * STEP);
        track.see(reading(next, 0.8f, 0.2f), 0.5, 5 * STEP);
        assertThat(bytes(again)).isEqualTo(bytes(track));
    }

    private static byte[] bytes(HandTrack track) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        track.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    @Test
    void keepTheStatedDistanceAndSpreadOfAHandThatRests() {
        HandRanges ranges = new HandRanges();
        float[] xyz = new float[63];
        for (int k = 0; k < 21; k++) {
            xyz[k * 3] = 0.3f;
            xyz[k * 3 + 2] = 0.4f;
        }
        for (int i = 0; i < 10; i++) {
            ranges.see(new HandDepth.Placement(xyz, 0.1), i * STEP);
        }
        CameraModel camera = PinholeCamera.fromHorizontalFieldOfView(SIZE, 1.5);
        float[] centre = new float[42];
        for (int k = 0; k < 21; k++) {
            centre[k * 2] = 240;
            centre[k * 2 + 1] = 135;
        }
        float[] placed = ranges.along(camera, centre, 9 * STEP);
        assertThat(placed[2]).as("0.5 m straight ahead").isCloseTo(0.5f, within(1e-5f));
        assertThat(ranges.sigmaMeters(9 * STEP)).isCloseTo(0.05f, within(1e-5f));
        assertThat(ranges.along(camera, centre, 9 * STEP + 400_000_000L)).as("too long ago").isEmpty();
        assertThat(ranges.sigmaMeters(9 * STEP + 400_000_000L)).isNaN();
    }

    @Test
    void askForMoreWhereItDoesNotLookLikeAHand() {
        VideoFrame skin = TestFrames.paint(SIZE, 0, (x, y) -> 0xC08A6B);
        VideoFrame blue = TestFrames.paint(SIZE, 0, (x, y) -> 0x2040B0);
        float[] hand = HandGeometryTest.openHand(240, 200, 60, 0);
        float[] small = HandGeometryTest.openHand(240, 200, 10, 0);
        float[] fromAbove = HandGeometryTest.openHand(240, 80, 60, Math.PI);
        HandEvidence evidence = new HandEvidence(0.5);
        double plain = evidence.bar(reading(hand, 0.9f, 0.2f), skin);
        assertThat(plain).isBetween(0.5, 0.55);
        assertThat(evidence.bar(reading(hand, 0.9f, 0.2f), blue)).isGreaterThan(plain + 0.1);
        assertThat(evidence.bar(reading(small, 0.9f, 0.2f), skin)).isGreaterThan(plain + 0.15);
        assertThat(evidence.bar(reading(fromAbove, 0.9f, 0.2f), skin)).isGreaterThan(plain + 0.15);
        assertThat(evidence.bar(reading(hand, 0.9f, 0.014f), skin)).as("a dull crop").isGreaterThan(plain + 0.15);
        assertThat(HandEvidence.confidence(0.7, 0.5, true)).as("colour that says nothing").isCloseTo(0.7f, within(1e-6f));
        assertThat(HandEvidence.confidence(0.5, 1, true)).as("odds of e to the 1.2")
                .isCloseTo((float) (Math.exp(1.2) / (1 + Math.exp(1.2))), within(1e-6f));
        assertThat(HandEvidence.confidence(0.5, 0.5, false)).as("odds of 1 to e").isCloseTo((float) (1 / (1 + Math.E)), within(1e-6f));
        assertThat(evidence.bar(reading(hand, 0.9f, 0.01f), skin)).as("a crop that shows nothing").isGreaterThan(1);
    }

    @Test
    void learnTheSkinOfALightFromHandsThatAreSure() {
        VideoFrame violet = TestFrames.paint(SIZE, 0, (x, y) -> 0x9A86A8);
        float[] hand = HandGeometryTest.openHand(240, 200, 60, 0);
        HandEvidence evidence = new HandEvidence(0.5);
        double before = evidence.bar(reading(hand, 0.9f, 0.2f), violet);
        for (int i = 0; i < 60; i++) {
            evidence.learn(reading(hand, 0.7f, 0.2f), violet);
        }
        assertThat(evidence.bar(reading(hand, 0.9f, 0.2f), violet)).as("not sure enough to learn from").isEqualTo(before);
        for (int i = 0; i < 60; i++) {
            evidence.learn(reading(hand, 0.9f, 0.2f), violet);
        }
        assertThat(evidence.bar(reading(hand, 0.9f, 0.2f), violet)).isCloseTo(0.5, within(0.03));
        assertThat(before).isGreaterThan(0.6);
    }
}
