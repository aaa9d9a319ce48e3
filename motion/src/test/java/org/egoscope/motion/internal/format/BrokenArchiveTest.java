package org.egoscope.motion.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.egoscope.core.PipelineException;
import org.egoscope.motion.MotionFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokenArchiveTest {
    @TempDir
    private Path folder;

    private Path whole = Path.of("");

    @BeforeEach
    void write() {
        whole = folder.resolve("whole.npz");
        MotionFiles.write(MovingBody.clip(MovingBody.random(2, 50, 30, 0.01)), whole);
    }

    /** Truncation anywhere is a refusal, never another exception and never a shorter clip. */
    @Test
    void truncatedArchivesAreRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(whole);
        for (int length : new int[] {0, 3, 100, bytes.length / 2, bytes.length - 30, bytes.length - 1}) {
            Path file = folder.resolve("cut.npz");
            Files.write(file, Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> MotionFiles.read(file)).as("%d bytes", length).isInstanceOf(PipelineException.class);
        }
    }

    /** One turned bit inside any array is found by its checksum or by inflating. */
    @Test
    void damagedValuesAreRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(whole);
        int refused = 0;
        for (int at = 200; at < bytes.length / 2; at += 997) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 0x10;
            Path file = folder.resolve("damaged.npz");
            Files.write(file, damaged);
            assertThatThrownBy(() -> MotionFiles.read(file)).as("byte %d", at).isInstanceOf(PipelineException.class);
            refused++;
        }
        assertThat(refused).isGreaterThan(5);
    }

    private Path archive(String header, byte[] data) throws IOException {
        Path file = folder.resolve("made.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String name : new String[] {"poses.npy", "trans.npy"}) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), (byte) (header.length() >> 8)});
                zip.write(header.getBytes(StandardCharsets.US_ASCII));
                zip.write(data);
                zip.closeEntry();
            }
        }
        return file;
    }

    private static String header(String type, String shape) {
        return "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + shape + "), }\n";
    }

    private void refused(String header, byte[] data, String reason) throws IOException {
        Path file = archive(header, data);
        assertThatThrownBy(() -> MotionFiles.read(file)).isInstanceOf(PipelineException.class).hasMessageContaining(reason);
    }

    @Test
    void claimsOfAbsurdSizeAreRefusedBeforeAnythingIsAllocated() throws IOException {
        byte[] few = new byte[16];
        refused(header("<f8", "1000000000000, 3"), few, "expected at most 268435456 bytes");
        refused(header("<f8", "99999999999999999999, 3"), few, "expected at most 268435456 bytes");
        refused(header("<f8", "65536, 65536, 65536, 65536"), few, "expected at most 268435456 bytes");
        refused(header("<f8", "0, 9999999999, 3"), few, "expected at most 268435456 bytes");
        refused(header("<f4", "10000000, 3"), few, "array trans: expected 120000000 bytes of [10000000, 3] f4, got 16");
        refused(header("<f8", "1, 1, 1, 1, 1, 1, 1, 1, 1"), few, "expected at most 8 dimensions, got 9");
    }

    @Test
    void otherHeadersAreRefused() throws IOException {
        byte[] few = new byte[24];
        refused("import os\n", few, "expected a plain type, an order and a shape");
        refused(header("|O", "1, 3"), few, "got pickled objects, which are never loaded");
        refused(header("<f8", "-1, 3"), few, "expected a plain type, an order and a shape");
        refused(header("<f16", "1, 3"), few, "expected element type");
        refused(header("<f8", "3"), few, "array trans: expected shape [*, 3], got [3]");
        refused(header("<f8", "0, 3"), new byte[0], "expected at least one frame");
    }

    /** Directory entries may lie about the size of what they hold. */
    @Test
    void expansionBeyondWhatDeflateCanDoIsRefused() throws IOException {
        Path file = archive(header("<f8", "1, 3"), new byte[24]);
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        for (int at = text.indexOf("PK\u0001\u0002"); at >= 0; at = text.indexOf("PK\u0001\u0002", at + 1)) {
            // Uncompressed size in the central directory.
            bytes[at + 24 + 3] = 0x0F;
        }
        Files.write(file, bytes);
        assertThatThrownBy(() -> MotionFiles.read(file)).isInstanceOf(PipelineException.class).hasMessageContaining("can hold");
    }

    @Test
    void aBombOfZerosStopsAtTheLimit() throws IOException {
        Path file = folder.resolve("bomb.npz");
        try (OutputStream out = Files.newOutputStream(file); ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("trans.npy"));
            zip.write(new byte[20 << 20]);
            zip.closeEntry();
            zip.putNextEntry(new ZipEntry("poses.npy"));
            zip.closeEntry();
        }
        assertThatThrownBy(() -> MotionFiles.read(file))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("array trans: expected a NumPy array of version 1 to 3");
    }

    @Test
    void aFolderGivesEverythingThatIsSoundAndTheReasonsForTheRest() throws IOException {
        Path sub = Files.createDirectories(folder.resolve("b/c"));
        MotionFiles.write(MovingBody.clip(MovingBody.random(3, 5, 30, 0)), sub.resolve("good.bvh"));
        Files.writeString(sub.resolve("bad.bvh"), "HIERARCHY\nROOT x\n");
        Files.writeString(folder.resolve("a.npz"), "no archive");
        Files.writeString(folder.resolve("notes.txt"), "not motion");
        MotionFiles.Folder read = MotionFiles.readFolder(folder);
        assertThat(read.clips()).extracting(clip -> clip.name()).containsExactly("good", "clip");
        assertThat(read.refusals()).extracting(refusal -> refusal.file().getFileName().toString()).containsExactly("a.npz", "bad.bvh");
        assertThat(read.refusals().get(1).reason()).contains("bad.bvh").contains("the end of the file");
    }

    @Test
    void otherExtensionsAndMissingFilesAreRefused() throws IOException {
        Path text = folder.resolve("notes.txt");
        Files.writeString(text, "not motion");
        assertThatThrownBy(() -> MotionFiles.read(text)).isInstanceOf(PipelineException.class).hasMessageContaining("got notes.txt");
        for (String name : new String[] {"none.npz", "none.bvh", "none.json"}) {
            assertThatThrownBy(() -> MotionFiles.read(folder.resolve(name)))
                    .isInstanceOf(PipelineException.class)
                    .hasMessageContaining("no such file");
        }
        assertThatThrownBy(() -> MotionFiles.write(MovingBody.clip(MovingBody.random(2, 5, 30, 0)), folder.resolve("x.fbx")))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("expected .npz or .bvh");
    }
}
