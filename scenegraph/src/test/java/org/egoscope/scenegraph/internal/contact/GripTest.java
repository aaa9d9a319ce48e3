package org.egoscope.scenegraph.internal.contact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.egoscope.scenegraph.SceneGraphConfig;
import org.egoscope.scenegraph.internal.frame.Moment;
import org.junit.jupiter.api.Test;

/** Frames of 1/20 s, in which 0.15 s of common motion (3 frames) prove a grip and 0.2 s (4 frames) of motion apart end it. */
class GripTest {
    private static final SceneGraphConfig.Contact CONTACT = SceneGraphConfig.defaults().contact();
    private static final long FRAME_NANOS = 50_000_000L;

    private int frame;

    private static Moment moment(int frame) {
        return new Moment(frame, frame * FRAME_NANOS, (frame + 1) * FRAME_NANOS);
    }

    private static ContactMeasure measure(double relative, double hand, double thing, double offset, double confidence) {
        return new ContactMeasure(0, 0.1, 0.2, relative, hand, thing, offset, 0, 1 - confidence, 0);
    }

    private void together(Grip grip, int frames) {
        for (int i = 0; i < frames; i++) {
            grip.observe(moment(frame++), measure(0.1, 2, 2, 0, 1), true, CONTACT);
        }
    }

    private void apart(Grip grip, int frames, double confidence) {
        for (int i = 0; i < frames; i++) {
            grip.observe(moment(frame++), measure(2, 2, 0, 1 + i, confidence), true, CONTACT);
        }
    }

    private void rest(Grip grip, int frames) {
        for (int i = 0; i < frames; i++) {
            grip.observe(moment(frame++), measure(0, 0, 0, 0, 1), true, CONTACT);
        }
    }

    @Test
    void commonMotionOfThreeFramesHoldsFromTheFirstOfThemOn() {
        Grip grip = new Grip();
        rest(grip, 2);
        together(grip, 2);
        assertThat(grip.isHeld()).isFalse();
        together(grip, 1);
        assertThat(grip.isHeld()).isTrue();
        assertThat(grip.start()).isEqualTo(moment(2));
    }

    @Test
    void oneFrameOfSlippingKeypointsDelaysAGripAndDoesNotBeginItAnew() {
        Grip grip = new Grip();
        together(grip, 2);
        apart(grip, 1, 1);
        together(grip, 1);
        assertThat(grip.isHeld()).as("2/3 - 1/4 + 1/3 is less than 1").isFalse();
        together(grip, 1);
        assertThat(grip.isHeld()).isTrue();
        assertThat(grip.start()).isEqualTo(moment(0));
    }

    @Test
    void fourFramesApartEndAGripAndThreeOnlyWeakenIt() {
        Grip grip = new Grip();
        together(grip, 3);
        apart(grip, 3, 1);
        assertThat(grip.isHeld()).isTrue();
        apart(grip, 1, 1);
        assertThat(grip.isHeld()).isFalse();
        assertThat(grip.wasHeld()).isTrue();
    }

    @Test
    void restGivesBackWhatShakingTook() {
        Grip grip = new Grip();
        together(grip, 3);
        for (int i = 0; i < 10; i++) {
            apart(grip, 3, 1);
            rest(grip, 3);
        }
        assertThat(grip.isHeld()).isTrue();
    }

    @Test
    void aDoubtfulHandNeedsLongerToLetGo() {
        Grip grip = new Grip();
        together(grip, 3);
        apart(grip, 7, 0.5);
        assertThat(grip.isHeld()).isTrue();
        apart(grip, 1, 0.5);
        assertThat(grip.isHeld()).isFalse();
    }

    @Test
    void aThingThatMovesIsCarriedByADoubtfulHandWhoseKeypointsJumpAndNotByASureOne() {
        Grip doubtful = new Grip();
        Grip sure = new Grip();
        for (int i = 0; i < 3; i++) {
            doubtful.observe(moment(i), measure(4, 5, 2, 0, 0.4), true, CONTACT);
            sure.observe(moment(i), measure(4, 5, 2, 0, 1), true, CONTACT);
        }
        assertThat(doubtful.isHeld()).isTrue();
        assertThat(sure.isHeld()).isFalse();
    }

    @Test
    void aRestoredGripGoesOnAsItWould() throws IOException {
        Grip grip = new Grip();
        together(grip, 3);
        apart(grip, 2, 0.9);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        grip.write(new DataOutputStream(bytes));
        Grip restored = Grip.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        int from = frame;
        apart(grip, 3, 0.9);
        frame = from;
        apart(restored, 3, 0.9);
        ByteArrayOutputStream one = new ByteArrayOutputStream();
        ByteArrayOutputStream other = new ByteArrayOutputStream();
        grip.write(new DataOutputStream(one));
        restored.write(new DataOutputStream(other));
        assertThat(other.toByteArray()).isEqualTo(one.toByteArray());
    }
}
