package org.egoscope.ingest.internal.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.egoscope.core.geometry.ImageSize;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuarterTurnTest {
    @ParameterizedTest
    @ValueSource(ints = {90, 180, 270})
    void movesEachPixelWhereTheDefinitionOfAClockwiseTurnSays(int degrees) {
        ImageSize size = new ImageSize(7, 4);
        byte[] pixels = new byte[size.pixels() * 3];
        new Random(1).nextBytes(pixels);
        ByteBuffer target = ByteBuffer.allocate(pixels.length);
        QuarterTurn.rotate(ByteBuffer.wrap(pixels), size, degrees, target);
        int targetWidth = degrees == 180 ? 7 : 4;
        for (int y = 0; y < 4; y++) {
            for (int x = 0; x < 7; x++) {
                // Clockwise by 90: the top row becomes the right column.
                int toX = degrees == 90 ? 3 - y : degrees == 180 ? 6 - x : y;
                int toY = degrees == 90 ? x : degrees == 180 ? 3 - y : 6 - x;
                for (int channel = 0; channel < 3; channel++) {
                    assertThat(target.get((toY * targetWidth + toX) * 3 + channel)).isEqualTo(pixels[(y * 7 + x) * 3 + channel]);
                }
            }
        }
    }
}
