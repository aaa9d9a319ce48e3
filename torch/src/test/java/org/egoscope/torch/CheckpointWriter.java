package org.egoscope.torch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Writes what {@code torch.save} writes, from the published descriptions of the pickle opcodes and of zip: for files that no PyTorch would
 * write, too.
 */
final class CheckpointWriter {
    private CheckpointWriter() {}

    /** A pickle, opcode by opcode. */
    static final class Pickle {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        static Pickle protocol2() {
            return new Pickle().op(0x80, 2);
        }

        Pickle op(int... bytes) {
            for (int b : bytes) {
                out.write(b);
            }
            return this;
        }

        Pickle op(char... bytes) {
            for (char b : bytes) {
                out.write(b);
            }
            return this;
        }

        Pickle text(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return op('X').int32(bytes.length).raw(bytes);
        }

        Pickle int32(int value) {
            return raw(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
        }

        Pickle number(int value) {
            return op('J').int32(value);
        }

        Pickle raw(byte... bytes) {
            out.writeBytes(bytes);
            return this;
        }

        Pickle global(String module, String name) {
            return op('c').raw((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
        }

        Pickle tuple(int... values) {
            op('(');
            for (int value : values) {
                number(value);
            }
            return op('t');
        }

        Pickle storage(String type, String key, int count) {
            return op('(').text("storage").global("torch", type).text(key).text("cpu").number(count).op('t', 'Q');
        }

        /** A call of the function that makes a tensor of a storage, without hooks. */
        Pickle tensor(String type, String key, int count, int offset, int[] shape, int[] strides) {
            return global("torch._utils", "_rebuild_tensor_v2")
                    .op('(').storage(type, key, count).number(offset).tuple(shape).tuple(strides).op(0x89)
                    .global("collections", "OrderedDict").op(')', 'R', 't', 'R');
        }

        byte[] stop() {
            return op('.').bytesSoFar();
        }

        byte[] bytesSoFar() {
            return out.toByteArray();
        }
    }

    /** A zip archive of stored entries; what the directory says can be made to differ from what is there. */
    static final class Zip {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final List<byte[]> directory = new ArrayList<>();

        Zip add(String name, byte... content) {
            int at = out.size();
            list(name, 0, content.length, content.length, crc(content), at);
            return local(name, content);
        }

        Zip local(String name, byte... content) {
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            // PyTorch starts contents at multiples of 64 by an extra field "FB" of padding.
            int padding = 64 - (out.size() + 34 + bytes.length) % 64;
            ByteBuffer header = ByteBuffer.allocate(34 + bytes.length + padding).order(ByteOrder.LITTLE_ENDIAN);
            header.putInt(0x04034b50).putShort((short) 10).putShort((short) 0x800).putShort((short) 0).putInt(0).putInt(crc(content));
            header.putInt(content.length).putInt(content.length).putShort((short) bytes.length).putShort((short) (4 + padding));
            header.put(bytes).put((byte) 'F').put((byte) 'B').putShort((short) padding);
            out.writeBytes(header.array());
            out.writeBytes(content);
            return this;
        }

        Zip list(String name, int method, int packed, int size, int crc, int at) {
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            ByteBuffer entry = ByteBuffer.allocate(46 + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
            entry.putInt(0x02014b50).putShort((short) 0).putShort((short) 10).putShort((short) 0x800).putShort((short) method).putInt(0);
            entry.putInt(crc).putInt(packed).putInt(size).putShort((short) bytes.length);
            entry.putShort((short) 0).putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0).putInt(at).put(bytes);
            directory.add(entry.array());
            return this;
        }

        int size() {
            return out.size();
        }

        byte[] bytes() {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            whole.writeBytes(out.toByteArray());
            int start = whole.size();
            directory.forEach(whole::writeBytes);
            ByteBuffer end = ByteBuffer.allocate(22).order(ByteOrder.LITTLE_ENDIAN).putInt(0x06054b50).putShort((short) 0).putShort((short) 0);
            end.putShort((short) directory.size()).putShort((short) directory.size()).putInt(whole.size() - start).putInt(start);
            whole.writeBytes(end.array());
            return whole.toByteArray();
        }

        static int crc(byte[] content) {
            CRC32 crc = new CRC32();
            crc.update(content);
            return (int) crc.getValue();
        }
    }

    static byte[] floats(ByteOrder order, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(order);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    static byte[] shorts(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            bytes.putShort((short) value);
        }
        return bytes.array();
    }
}
