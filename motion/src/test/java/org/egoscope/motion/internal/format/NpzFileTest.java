package org.egoscope.motion.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;
import org.egoscope.core.PipelineException;
import org.junit.jupiter.api.Test;

/** The archives were written by NumPy 2.4. */
class NpzFileTest {
    private static Path resource(String name) throws URISyntaxException {
        URL url = Objects.requireNonNull(NpzFileTest.class.getResource("/org/egoscope/motion/formats/" + name));
        return Path.of(url.toURI());
    }

    @Test
    void everyPlainTypeOfNumpyIsRead() throws Exception {
        double[] sevenths = new double[24];
        for (int i = 0; i < 24; i++) {
            sevenths[i] = i / 7.0;
        }
        try (NpzFile npz = NpzFile.open(resource("dtypes.npz"))) {
            assertThat(npz.read("half").toFloats())
                    .containsExactly(1.5f, -2.25f, 1023 * 0x1p-24f, -0x1p-24f, 65504, Float.POSITIVE_INFINITY);
            assertThat(npz.read("double_fortran").requireShape(2, -1, 4).toDoubles()).containsExactly(sevenths);
            assertThat(npz.read("single").toFloats()[23]).isEqualTo(23 / 7f);
            assertThat(npz.read("fortran_bytes").toBytes()).containsExactly(0, 1, 2, 3, 4, 5);
            assertThat(npz.read("big").toInts()).startsWith(0, 1000, 2000).endsWith(23000);
            assertThat(npz.read("i1").toInts()).containsExactly(-1, 127);
            assertThat(npz.read("i2").toInts()).containsExactly(-32768, 5);
            assertThat(npz.read("i8").toDoubles()).containsExactly(-0x1p40, 0x1p31 - 1);
            assertThat(npz.read("u1").toInts()).containsExactly(255, 0);
            assertThat(npz.read("u2").toInts()).containsExactly(65535);
            assertThat(npz.read("u4").toDoubles()).containsExactly(0x1p32 - 1);
            assertThat(npz.read("flags").toInts()).containsExactly(1, 0, 1);
            assertThat(npz.read("text").toText()).isEqualTo("m\u00e4nnlich");
            assertThat(npz.read("names").toTexts()).containsExactly("a", "bcd");
            assertThat(npz.read("raw").toText()).isEqualTo("male");
            assertThat(npz.read("scalar").toScalar()).isEqualTo(120);
            assertThat(npz.read("empty").requireShape(0, 5).toDoubles()).isEmpty();
        }
    }

    @Test
    void headersOfVersionsTwoAndThreeAreRead() throws Exception {
        for (String name : new String[] {"version2.npy", "version3.npy"}) {
            byte[] bytes;
            try (InputStream in = NpzFileTest.class.getResourceAsStream("/org/egoscope/motion/formats/" + name)) {
                bytes = Objects.requireNonNull(in).readAllBytes();
            }
            NpyArray array = NpyFile.read(new ByteArrayInputStream(bytes), name, bytes.length);
            assertThat(array.requireShape(2, 3).toFloats()).containsExactly(0, 1, 2, 3, 4, 5);
        }
    }

    @Test
    void pickledObjectsAreRefusedByName() throws Exception {
        refused("objects", "array objects: expected plain values, got pickled objects, which are never loaded");
    }

    @Test
    void complexAndStructuredValuesAreRefusedByName() throws Exception {
        refused("complex", "array complex: expected element type");
        refused("structured", "array structured: expected a plain type");
        refused("missing", "expected array missing");
    }

    private static void refused(String array, String reason) throws URISyntaxException {
        try (NpzFile npz = NpzFile.open(resource("dtypes.npz"))) {
            assertThatThrownBy(() -> npz.read(array)).isInstanceOf(PipelineException.class).hasMessageContaining(reason);
        }
    }
}
