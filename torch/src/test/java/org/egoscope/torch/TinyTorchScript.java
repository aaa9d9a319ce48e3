package org.egoscope.torch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes a TorchScript archive without weights from its source code, so that tests need neither Python nor any download. */
final class TinyTorchScript {
    private TinyTorchScript() {}

    /** @param forward lines of the method's body, such as {@code return torch.mul(x, 2)} */
    static Path write(Path file, String signature, String... forward) throws IOException {
        return write(file, List.of(), signature, forward);
    }

    /** @param constants tensors that the method's body knows as {@code CONSTANTS.c0}, {@code CONSTANTS.c1} and so on */
    static Path write(Path file, List<FloatTensor> constants, String signature, String... forward) throws IOException {
        StringBuilder code = new StringBuilder("class Tiny(Module):\n");
        code.append("  __parameters__ = []\n  __buffers__ = []\n  training : bool\n");
        code.append("  def forward(").append(signature).append(":\n");
        for (String line : forward) {
            code.append("    ").append(line).append('\n');
        }
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            store(zip, "tiny/data.pkl", pickledModule());
            store(zip, "tiny/code/__torch__.py", code.toString().getBytes(StandardCharsets.UTF_8));
            store(zip, "tiny/constants.pkl", pickled(constants));
            for (int i = 0; i < constants.size(); i++) {
                store(zip, "tiny/constants/" + i, CheckpointWriter.floats(ByteOrder.LITTLE_ENDIAN, constants.get(i).toArray()));
            }
            store(zip, "tiny/version", "3\n".getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    private static byte[] pickled(List<FloatTensor> constants) {
        CheckpointWriter.Pickle pickle = CheckpointWriter.Pickle.protocol2().op('(');
        for (int i = 0; i < constants.size(); i++) {
            int[] shape = Arrays.stream(constants.get(i).shape()).mapToInt(Math::toIntExact).toArray();
            int[] strides = new int[shape.length];
            int step = 1;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                strides[axis] = step;
                step *= shape[axis];
            }
            pickle.tensor("FloatStorage", String.valueOf(i), constants.get(i).count(), 0, shape, strides);
        }
        return pickle.op('t').stop();
    }

    /** Protocol 2: an object of class {@code __torch__.Tiny} with {@code training = False}. */
    private static byte[] pickledModule() {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.writeBytes(new byte[] {(byte) 0x80, 2});
        pickle.writeBytes("c__torch__\nTiny\n".getBytes(StandardCharsets.UTF_8));
        pickle.writeBytes(new byte[] {')', (byte) 0x81, '}', '('});
        pickle.writeBytes(new byte[] {'X', 8, 0, 0, 0});
        pickle.writeBytes("training".getBytes(StandardCharsets.UTF_8));
        pickle.writeBytes(new byte[] {(byte) 0x89, 'u', 'b', '.'});
        return pickle.toByteArray();
    }

    private static void store(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }
}
