package org.egoscope.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.ImageSize;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VrsRecordingTest {
    private static final int RGB8 = 4;
    private static final int BGR8 = 2;
    private static final int SCALAR64 = 13;
    private static final byte[] TWO_PIXELS = {1, 2, 3, -4, 5, 6};

    @TempDir
    private Path folder;

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("test.vrs"), bytes);
    }

    @Test
    void readsPlainAndCompressedPicturesWithTheirTimes() throws IOException {
        byte[] file = new WrittenRecording(2, 1, RGB8).picture(5, TWO_PIXELS, false).picture(8, TWO_PIXELS, true).bytes();
        try (VrsRecording recording = VrsRecording.open(write(file))) {
            assertThat(recording.streams()).containsExactly(new VrsRecording.Stream("214-1", "", "test", 2));
            assertThat(recording.fileTags()).containsEntry("note", "kitchen");
            assertThat(recording.damage()).isEmpty();
            for (int i = 0; i < 2; i++) {
                VrsRecording.Picture picture = recording.picture("214-1", i);
                assertThat(picture.rgb()).isEqualTo(TWO_PIXELS);
                assertThat(picture.size()).isEqualTo(new ImageSize(2, 1));
                assertThat(picture.captureNanos()).isEqualTo(i == 0 ? 5 : 8);
            }
        }
    }

    @Test
    void turnsBlueFirstIntoRedFirst() throws IOException {
        byte[] file = new WrittenRecording(2, 1, BGR8).picture(5, TWO_PIXELS, false).bytes();
        try (VrsRecording recording = VrsRecording.open(write(file))) {
            assertThat(recording.picture("214-1", 0).rgb()).containsExactly(3, 2, 1, 6, 5, -4);
        }
    }

    @Test
    void readsNumbersOf64Bits() throws IOException {
        byte[] numbers = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(4_213_328_128_795_167L).putLong(-2).array();
        byte[] file = new WrittenRecording(1, 2, SCALAR64).picture(5, numbers, true).bytes();
        try (VrsRecording recording = VrsRecording.open(write(file))) {
            assertThat(recording.numberPicture("214-1", 0).numbers()).containsExactly(4_213_328_128_795_167L, -2);
            assertThatThrownBy(() -> recording.picture("214-1", 0)).hasMessageContaining("expected colour or grey pixels");
        }
    }

    @Test
    void aCutFileGivesWhatCameBeforeTheCut() throws IOException {
        byte[] one = new WrittenRecording(2, 1, RGB8).picture(5, TWO_PIXELS, false).bytes();
        byte[] two = new WrittenRecording(2, 1, RGB8).picture(5, TWO_PIXELS, false).picture(8, TWO_PIXELS, false).bytes();
        for (int length = one.length + 1; length < two.length; length++) {
            try (VrsRecording recording = VrsRecording.open(write(Arrays.copyOf(two, length)))) {
                assertThat(recording.damage()).as("cut at %d", length).isPresent();
                assertThat(recording.streams().get(0).dataRecords()).isEqualTo(1);
                assertThat(recording.picture("214-1", 0).rgb()).isEqualTo(TWO_PIXELS);
            }
        }
    }

    @Test
    void cutsBeforeTheFirstRecordAreRefusedNotMisread() throws IOException {
        byte[] file = new WrittenRecording(2, 1, RGB8).bytes();
        for (int length = 0; length < file.length - 44; length++) {
            Path path = write(Arrays.copyOf(file, length));
            assertThatThrownBy(() -> VrsRecording.open(path)).as("cut at %d", length).isInstanceOf(PipelineException.class);
        }
    }

    @Test
    void aPictureSmallerThanItsSizeIsRefused() throws IOException {
        byte[] file = new WrittenRecording(3, 1, RGB8).picture(5, TWO_PIXELS, false).bytes();
        try (VrsRecording recording = VrsRecording.open(write(file))) {
            assertThatThrownBy(() -> recording.picture("214-1", 0)).hasMessageContaining("expected 9 bytes").hasMessageContaining("got 6");
            assertThatThrownBy(() -> recording.picture("214-1", 1)).hasMessageContaining("expected record 0..0, got 1");
            assertThatThrownBy(() -> recording.picture("7-1", 0)).hasMessageContaining("expected one of the streams [214-1]");
        }
    }

    @Test
    void anotherFileIsRefused() throws IOException {
        Path path = write(new byte[200]);
        assertThatThrownBy(() -> VrsRecording.open(path)).hasMessageContaining("expected a VRS file header");
    }

    @Test
    void damagedBytesGiveErrorsAndNothingElse() throws IOException {
        byte[] good = new WrittenRecording(2, 1, RGB8).picture(5, TWO_PIXELS, true).bytes();
        for (int at = 0; at < good.length; at += 7) {
            byte[] bad = good.clone();
            bad[at] ^= (byte) 0x55;
            Path path = write(bad);
            try (VrsRecording recording = VrsRecording.open(path)) {
                if (!recording.streams().isEmpty() && recording.streams().get(0).dataRecords() > 0) {
                    recording.picture(recording.streams().get(0).id(), 0);
                }
            } catch (PipelineException expected) {
                assertThat(expected).as("byte %d", at).hasMessageContaining("expected");
            }
        }
    }

    @Test
    void readsAnAriaRecordingAndItsPixelTruth() {
        String given = System.getProperty("egoscope.shared", System.getenv("EGOSCOPE_SHARED"));
        Path shared = given != null ? Path.of(given) : Path.of("..", "..", "shared");
        Path sequence = shared.resolve("data/aria/adt_seq100");
        Assumptions.assumeTrue(Files.isDirectory(sequence), "no " + sequence + "; set EGOSCOPE_SHARED");
        try (VrsRecording video = VrsRecording.open(sequence.resolve("video.vrs"));
                VrsRecording labels = VrsRecording.open(sequence.resolve("segmentations_with_skeleton.vrs"))) {
            VrsRecording.Picture picture = video.picture("214-1", 0);
            assertThat(picture.size()).isEqualTo(new ImageSize(1408, 1408));
            VrsRecording.NumberPicture numbers = labels.numberPicture("400-1", 0);
            assertThat(Math.abs(numbers.captureNanos() - picture.captureNanos())).isLessThan(200_000);
            // 2d_bounding_box.csv of the same moment: object 7379153972126671 spans x 811..955, y 510..593.
            Set<Integer> columns = new HashSet<>();
            for (int p = 0; p < numbers.numbers().length; p++) {
                if (numbers.numbers()[p] == 7_379_153_972_126_671L) {
                    columns.add(p % 1408);
                }
            }
            assertThat(columns).contains(811, 955).doesNotContain(810, 956);
        }
    }
}
