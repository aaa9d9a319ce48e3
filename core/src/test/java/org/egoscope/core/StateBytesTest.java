package org.egoscope.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StateBytesTest {
    private static final byte[] STATE = StateBytes.of(out -> {
        out.writeInt(7);
        StateBytes.writePart(out, new byte[] {1, 2, 3});
        out.writeByte(9);
    });

    @Test
    void writesPartsWithTheirLengthBeforeThem() {
        assertThat(STATE).containsExactly(0, 0, 0, 7, 0, 0, 0, 3, 1, 2, 3, 9);
    }

    @Test
    void readsWhatWasWritten() {
        StateBytes.read("toy state", STATE, in -> {
            StateBytes.requireVersion("toy state", 7, in.readInt());
            assertThat(StateBytes.readPart(in)).containsExactly(1, 2, 3);
            assertThat(in.readByte()).isEqualTo((byte) 9);
        });
    }

    @Test
    void everyTruncatedStateIsBadInput() {
        for (int length = 0; length < STATE.length; length++) {
            byte[] cut = Arrays.copyOf(STATE, length);
            assertThatThrownBy(() -> StateBytes.read("toy state", cut, in -> {
                        in.readInt();
                        StateBytes.readPart(in);
                        in.readByte();
                    }))
                    .as("first %d bytes", length)
                    .isInstanceOf(PipelineException.class)
                    .hasMessage("toy state: expected a whole one, got " + length + " bytes of it");
        }
    }

    @Test
    void aPartOfNegativeLengthIsBadInput() {
        assertThatThrownBy(() -> StateBytes.read("toy state", new byte[] {-1, 0, 0, 0, 5}, StateBytes::readPart))
                .isInstanceOf(PipelineException.class);
    }

    @Test
    void anotherVersionIsRefusedByBothNumbers() {
        assertThatThrownBy(() -> StateBytes.requireVersion("toy state", 2, 3))
                .isInstanceOf(PipelineException.class)
                .hasMessage("toy state: expected version 2, got 3");
    }
}
