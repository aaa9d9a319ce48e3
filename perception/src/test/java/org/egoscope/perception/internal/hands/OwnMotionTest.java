package org.egoscope.perception.internal.hands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.video.VideoFrame;
import org.junit.jupiter.api.Test;

class OwnMotionTest {
    private static final ImageSize SIZE = new ImageSize(480, 270);
    private static final long STEP = 40_000_000L;
    private static final double PALM = 40;

    /** A room of soft blotches, seen {@code right}, {@code down} pixels further on and turned about the middle. */
    private static VideoFrame room(double right, double down, double turn, long index) {
        return TestFrames.paint(SIZE, index, (x, y) -> {
            double u = 240 + (x - 240) * Math.cos(turn) + (y - 135) * Math.sin(turn) - right;
            double v = 135 - (x - 240) * Math.sin(turn) + (y - 135) * Math.cos(turn) - down;
            double light = 128 + 50 * Math.sin(u / 11) * Math.cos(v / 17) + 40 * Math.sin((u + 2 * v) / 29) + 25 * Math.cos((2 * u - v) / 37);
            int grey = (int) Math.max(0, Math.min(255, light));
            return grey << 16 | grey << 8 | grey;
        });
    }

    @Test
    void theRoomIsCarriedAsItWasMovedAndTurned() {
        RoomMotion motion = new RoomMotion();
        motion.see(room(0, 0, 0, 0));
        assertThat(motion.carried(100, 60)).as("nothing before the first frame").containsExactly(new double[] {100, 60}, within(1e-9));
        double turn = 0.03;
        motion.see(room(12, -6, turn, 1));
        for (double[] place : new double[][] {{100, 60}, {240, 135}, {380, 220}}) {
            // The inverse of the map in room(): what was at u, v is now at x, y.
            double u = place[0] + 12 - 240;
            double v = place[1] - 6 - 135;
            double x = 240 + u * Math.cos(turn) - v * Math.sin(turn);
            double y = 135 + u * Math.sin(turn) + v * Math.cos(turn);
            double[] carried = motion.carried(place[0], place[1]);
            assertThat(carried[0]).as("x of %s, %s", place[0], place[1]).isCloseTo(x, within(2.0));
            assertThat(carried[1]).as("y of %s, %s", place[0], place[1]).isCloseTo(y, within(2.0));
        }
    }

    @Test
    void whatMovesWithTheRoomShowsNothingAndWhatMovesOverItDoes() {
        RoomMotion motion = new RoomMotion();
        OwnMotion shelf = new OwnMotion();
        OwnMotion hand = new OwnMotion();
        for (int i = 0; i < 20; i++) {
            motion.see(room(6 * i, 2 * i, 0, i));
            shelf.carry(motion);
            hand.carry(motion);
            shelf.see(120 + 6 * i, 80 + 2 * i, PALM, i * STEP);
            hand.see(300, 200, PALM, i * STEP);
        }
        assertThat(shelf.isShown()).as("120 pixels with the room").isFalse();
        assertThat(hand.isShown()).as("120 pixels against the room").isTrue();
    }

    @Test
    void aJumpOfKeypointsForOneLookShowsNothing() {
        OwnMotion own = new OwnMotion();
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 200; i++) {
            double jump = i % 10 == 5 ? 2 * PALM : 0.1 * PALM * random.nextDouble();
            own.see(200 + jump, 100, PALM, i * STEP);
        }
        assertThat(own.isShown()).as("seed 4").isFalse();
    }

    @Test
    void aSlowDriftOfTheRoomsMotionShowsNothing() {
        OwnMotion own = new OwnMotion();
        // 0.5 pixels a look: in the steady state the place lags by the drift times keep / (1 - keep), here 0.5 x 13.3 pixels of 28 wanted.
        for (int i = 0; i < 500; i++) {
            own.see(200 + 0.5 * i, 100, PALM, i * STEP);
        }
        assertThat(own.isShown()).isFalse();
    }

    @Test
    void aMotionShowsItOnceAndForAllButAPauseIsNoMotion() {
        OwnMotion own = new OwnMotion();
        own.see(100, 100, PALM, 0);
        own.interrupt();
        for (int i = 1; i < 5; i++) {
            own.see(400, 200, PALM, i * STEP);
        }
        assertThat(own.isShown()).as("found again elsewhere").isFalse();
        for (int i = 5; i < 12; i++) {
            own.see(400 - 20 * (i - 4), 200, PALM, i * STEP);
        }
        assertThat(own.isShown()).isTrue();
        own.interrupt();
        own.see(100, 100, PALM, 13 * STEP);
        assertThat(own.isShown()).isTrue();
    }

    @Test
    void itsStateComesBackExactly() throws IOException {
        OwnMotion own = new OwnMotion();
        RoomMotion motion = new RoomMotion();
        for (int i = 0; i < 3; i++) {
            motion.see(room(5 * i, 0, 0, i));
            own.carry(motion);
            own.see(200, 100 + i, PALM, i * STEP);
        }
        OwnMotion again = new OwnMotion();
        RoomMotion motionAgain = new RoomMotion();
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes(own, motion)));
        again.read(in);
        motionAgain.read(in);
        for (int i = 3; i < 9; i++) {
            VideoFrame frame = room(5 * i, 0, 0, i);
            motion.see(frame);
            motionAgain.see(frame);
            own.carry(motion);
            again.carry(motionAgain);
            own.see(200, 100 + i, PALM, i * STEP);
            again.see(200, 100 + i, PALM, i * STEP);
            assertThat(bytes(again, motionAgain)).as("look %d", i).isEqualTo(bytes(own, motion));
        }
    }

    private static byte[] bytes(OwnMotion own, RoomMotion motion) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        own.write(new DataOutputStream(bytes));
        motion.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }
}
