package org.egoscope.scenegraph.internal.contact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.egoscope.scenegraph.internal.frame.Moment;
import org.junit.jupiter.api.Test;

/** Frames of 1/20 s, of which two in motion one after the other prove a hand. */
class HandProofTest {
    private static final long FRAME_NANOS = 50_000_000L;

    private final HandProof proof = new HandProof();
    private int frame;

    private void see(HandProof seen, long appeared, boolean... moves) {
        for (boolean moving : moves) {
            seen.see(appeared, moving, new Moment(frame, frame * FRAME_NANOS, (frame + 1) * FRAME_NANOS));
            frame++;
        }
    }

    @Test
    void aJumpOfOneFrameNowAndThenProvesNothing() {
        see(proof, 0, false, true, false, true, false, true, false);
        assertThat(proof.isProven()).isFalse();
    }

    @Test
    void aMotionProvesItAndRestAfterwardsTakesNothingBack() {
        see(proof, 0, false, true, true, false, false, false);
        assertThat(proof.isProven()).isTrue();
    }

    @Test
    void whatComesIntoViewAnewMustShowItAgain() {
        see(proof, 0, true, true);
        see(proof, 7, false);
        assertThat(proof.isProven()).isFalse();
    }

    @Test
    void itsStateComesBack() throws IOException {
        see(proof, 7, true);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        proof.write(new DataOutputStream(bytes));
        HandProof again = new HandProof();
        again.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        see(again, 7, true);
        assertThat(again.isProven()).isTrue();
    }
}
