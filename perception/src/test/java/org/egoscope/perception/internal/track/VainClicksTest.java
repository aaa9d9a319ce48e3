package org.egoscope.perception.internal.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.egoscope.core.geometry.ImagePoint;
import org.junit.jupiter.api.Test;

class VainClicksTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void clicksGoAlongWithThePictureAndAreForgottenInTime() {
        VainClicks clicks = new VainClicks();
        clicks.add(new ImagePoint(100, 60), 0, false);
        clicks.add(new ImagePoint(190, 60), 0, false);
        try (PointerScope scope = new PointerScope();
                MotionField motion = new MotionField(192, 128)) {
            motion.advance(MotionFieldTest.picture(0, 0));
            motion.restartHere();
            for (int f = 1; f <= 4; f++) {
                motion.advance(MotionFieldTest.picture(2 * f, f));
            }
            clicks.follow(motion, SECOND);
            assertThat(clicks.places()).as("what left the picture is gone").hasSize(1);
            assertThat(clicks.answerFor(new ImagePoint(108, 64), 2, false)).as("went along").isTrue();
            assertThat(clicks.answerFor(new ImagePoint(100, 60), 2, false)).as("where it was").isFalse();
            clicks.follow(motion, 3 * SECOND);
            assertThat(clicks.places()).as("after three seconds").isEmpty();
        }
    }

    @Test
    void whereThePictureIsAnotherClicksCountNoMore() {
        VainClicks clicks = new VainClicks();
        clicks.add(new ImagePoint(100, 60), 0, false);
        clicks.add(new ImagePoint(30, 30), 0, false);
        try (PointerScope scope = new PointerScope();
                MotionField motion = new MotionField(192, 128)) {
            motion.advance(MotionFieldTest.picture(0, 0));
            motion.restartHere();
            Mat covered = MotionFieldTest.picture(0, 0);
            opencv_imgproc.rectangle(covered, new Point(85, 45), new Point(115, 75), new Scalar(255, 255, 255, 0), opencv_imgproc.FILLED, opencv_imgproc.LINE_8, 0);
            motion.advance(covered);
            clicks.follow(motion, SECOND);
            assertThat(clicks.places()).containsExactly(new ImagePoint(30, 30));
        }
    }

    @Test
    void aClickIntoTheWholePictureDoesNotAnswerForACloseUp() {
        VainClicks clicks = new VainClicks();
        ImagePoint far = new ImagePoint(10, 10);
        ImagePoint near = new ImagePoint(40, 10);
        clicks.add(far, 0, false);
        clicks.add(near, 0, true);
        assertThat(clicks.answerFor(far, 1, false)).isTrue();
        assertThat(clicks.answerFor(far, 1, true)).isFalse();
        assertThat(clicks.answerFor(near, 1, true)).isTrue();
        assertThat(clicks.answerFor(near, 1, false)).isTrue();
    }

    @Test
    void areTheSameAfterASnapshot() throws IOException {
        VainClicks clicks = new VainClicks();
        clicks.add(new ImagePoint(10.5, 20.25), 7, true);
        clicks.add(new ImagePoint(30, 40), 8, false);
        byte[] state = bytes(clicks);
        VainClicks restored = new VainClicks();
        restored.add(new ImagePoint(1, 1), 1, false);
        restored.read(new DataInputStream(new ByteArrayInputStream(state)));
        assertThat(bytes(restored)).isEqualTo(state);
        assertThat(restored.places()).isEqualTo(clicks.places());
    }

    private static byte[] bytes(VainClicks clicks) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        clicks.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }
}
