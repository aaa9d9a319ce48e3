package org.egoscope.perception.internal.sam2;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.SortedMap;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.torch.FloatTensor;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.TensorScope;
import org.egoscope.torch.Tensors;

/**
 * The memory of a video as bytes: the present frame's pixels, and of each object its maps (bfloat16, two bytes a value), pointers and
 * what was seen of it in the present frame.
 */
final class VideoState {
    private static final int VERSION = 1;

    private VideoState() {}

    /** Writes. */
    static final class Writer {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(bytes);

        Writer(Sam2Shape shape) {
            write(() -> {
                out.writeInt(VERSION);
                out.writeUTF(shape.name());
            });
        }

        /** Something that writes. */
        private interface Step {
            void run() throws IOException;
        }

        private static void write(Step step) {
            try {
                step.run();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void count(int value) {
            write(() -> out.writeInt(value));
        }

        void frame(PresentFrame frame) {
            write(() -> {
                out.writeBoolean(frame.exists());
                if (frame.exists()) {
                    out.writeLong(frame.number());
                    out.writeInt(frame.size().width());
                    out.writeInt(frame.size().height());
                    out.write(frame.pixels());
                }
            });
        }

        void object(int id, ObjectMemory memory, Sighting sighting) {
            write(() -> {
                out.writeInt(id);
                entries(memory.conditioning());
                entries(memory.ordinary());
                out.writeBoolean(sighting.prompted());
                out.writeBoolean(sighting.tracked());
                out.writeFloat(sighting.answer().predictedIou());
                out.writeFloat(sighting.answer().objectScore());
                floats(sighting.answer().logits());
                floats(sighting.answer().pointer());
            });
        }

        private void entries(SortedMap<Long, ObjectMemory.Entry> entries) throws IOException {
            out.writeInt(entries.size());
            for (SortedMap.Entry<Long, ObjectMemory.Entry> entry : entries.entrySet()) {
                out.writeLong(entry.getKey());
                Tensor map = entry.getValue().map();
                out.writeBoolean(map != null);
                if (map != null) {
                    halves(map);
                }
                floats(entry.getValue().pointer());
            }
        }

        private void floats(Tensor tensor) throws IOException {
            float[] values = tensor.toArray();
            ByteBuffer buffer = ByteBuffer.allocate(Float.BYTES * values.length);
            buffer.asFloatBuffer().put(values);
            out.write(buffer.array());
        }

        private void halves(Tensor tensor) throws IOException {
            float[] values = tensor.toArray();
            ByteBuffer buffer = ByteBuffer.allocate(Short.BYTES * values.length);
            for (float value : values) {
                buffer.putShort((short) (Float.floatToRawIntBits(value) >>> 16));
            }
            out.write(buffer.array());
        }

        byte[] toByteArray() {
            return bytes.toByteArray();
        }
    }

    /** Reads. */
    static final class Reader {
        private final Sam2Network network;
        private final Sam2Shape shape;
        private final DataInputStream in;
        private long frame;

        Reader(Sam2Network network, byte[] state) {
            this.network = network;
            shape = network.shape();
            in = new DataInputStream(new ByteArrayInputStream(state));
            int version = count();
            String name = read(in::readUTF);
            if (version != VERSION || !name.equals(shape.name())) {
                throw new PipelineException(
                        ErrorKind.MODEL, "video state: expected version " + VERSION + " of " + shape.name() + ", got " + version + " of " + name);
            }
        }

        /** Something that reads. */
        private interface Step<T> {
            T run() throws IOException;
        }

        private static <T> T read(Step<T> step) {
            try {
                return step.run();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        int count() {
            return read(in::readInt);
        }

        private boolean flag() {
            return read(in::readBoolean);
        }

        void frame(PresentFrame target) {
            if (flag()) {
                frame = read(in::readLong);
                ImageSize size = new ImageSize(count(), count());
                target.set(frame, ByteBuffer.wrap(read(() -> in.readNBytes(3 * size.pixels()))), size);
            }
        }

        Sighting object(ObjectMemory memory) {
            try (TensorScope scope = TensorScope.inference()) {
                entries(memory, true);
                entries(memory, false);
                boolean prompted = flag();
                boolean tracked = flag();
                float iou = read(in::readFloat);
                float score = read(in::readFloat);
                Tensor logits = floats(1, 1, shape.maskSide(), shape.maskSide());
                Sam2Network.Answer answer = new Sam2Network.Answer(logits, iou, score, floats(1, shape.width()));
                return Sighting.kept(frame, answer, prompted, tracked, null);
            }
        }

        private void entries(ObjectMemory memory, boolean conditioning) {
            int count = count();
            for (int i = 0; i < count; i++) {
                long at = read(in::readLong);
                boolean hasMap = flag();
                int grid = shape.grid();
                Tensor map = hasMap ? halves(1, (long) grid * grid, shape.memoryWidth()) : null;
                memory.put(at, ObjectMemory.Entry.kept(map, floats(1, shape.width())), conditioning);
            }
        }

        private Tensor floats(long... sides) {
            int count = FloatTensor.elementCount(sides);
            float[] values = new float[count];
            ByteBuffer.wrap(read(() -> in.readNBytes(Float.BYTES * count))).asFloatBuffer().get(values);
            return Tensors.of(values, network.device(), sides);
        }

        private Tensor halves(long... sides) {
            int count = FloatTensor.elementCount(sides);
            ByteBuffer buffer = ByteBuffer.wrap(read(() -> in.readNBytes(Short.BYTES * count)));
            float[] values = new float[count];
            for (int i = 0; i < count; i++) {
                values[i] = Float.intBitsToFloat(buffer.getShort() << 16);
            }
            return Tensors.of(values, network.device(), sides);
        }

        void requireEnd() {
            int rest = read(in::available);
            if (rest != 0) {
                throw new PipelineException(ErrorKind.MODEL, "video state: expected to end, got " + rest + " more bytes");
            }
        }
    }
}
