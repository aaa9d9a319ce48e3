package org.egoscope.scenegraph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.egoscope.core.graph.ContactSpan;
import org.egoscope.core.graph.GraphEvent;
import org.egoscope.core.motion.MotionWindow.PosedFrame;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.Instance;
import org.egoscope.core.observation.Observation;
import org.egoscope.scenegraph.TableScene.Content;
import org.egoscope.scenegraph.TableScene.Disc;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What perception is less sure of being a hand must touch a thing for longer. */
class DoubtfulHandTest {
    private static final int FRAMES = 150;
    private static final double FRAMES_PER_SECOND = 30;
    private static final long CUP = 5;

    private static List<ContactSpan> contacts(List<PosedFrame> frames) {
        List<GraphEvent> events = SyntheticKitchen.run(frames);
        return CarryTest.only(events, ContactSpan.class).toList();
    }

    private static PosedFrame withConfidence(PosedFrame frame, float confidence) {
        Observation seen = frame.observation();
        List<Hand> hands = seen.hands().stream()
                .map(hand -> new Hand(hand.handId(), hand.side(), hand.sideConfidence(), hand.wearer(), hand.keypoints(), confidence,
                        hand.method(), hand.tracked(), hand.mask()))
                .toList();
        return new PosedFrame(
                new Observation(seen.session(), seen.frameIndex(), seen.span(), seen.camera(), seen.headPose(), seen.instances(), hands,
                        seen.people(), seen.covered()),
                frame.body());
    }

    /** A hand comes, touches the cup for about {@code frames} frames without carrying it, and goes. */
    private static List<PosedFrame> visit(int frames, float confidence) {
        List<Disc> discs = List.of(new Disc(CUP, "cup", 200, 120, 14));
        return TableScene.frames(FRAMES, FRAMES_PER_SECOND, frame -> {
            double far = frame < 60 ? Math.min(1, (60 - frame) / 30.0) : Math.max(0, (frame - 60 - frames) / 20.0);
            return new Content(new double[] {200 + 90 * far, 128 + 60 * far}, discs, TableScene.HEAD);
        }).stream().map(frame -> withConfidence(frame, confidence)).toList();
    }

    @ParameterizedTest
    @CsvSource({"20, 0.95, 1", "20, 0.8, 1", "20, 0.55, 0", "20, 0.3, 0"})
    void aDoubtfulHandMustTouchForLonger(int frames, float confidence, int contacts) {
        assertThat(contacts(visit(frames, confidence))).as("%d frames at %.2f", frames, confidence).hasSize(contacts);
    }

    /** A hand comes to a large nameless mask and goes again. */
    @ParameterizedTest
    @CsvSource({"265, 1", "300, 0"})
    void aNamelessMaskThatThePicturesEdgeCutsIsNotTouchedUntilItIsCarried(double x, int contacts) {
        List<Disc> discs = List.of(new Disc(CUP, Instance.UNKNOWN, x, 100, 35));
        assertThat(contacts(TableScene.frames(FRAMES, FRAMES_PER_SECOND, frame -> {
            double far = frame < 60 ? Math.min(1, (60 - frame) / 30.0) : Math.max(0, (frame - 80) / 20.0);
            return new Content(new double[] {x - 20 - 90 * far, 108 + 40 * far}, discs, TableScene.HEAD);
        }))).as("mask around %.0f", x).hasSize(contacts);
    }
}
