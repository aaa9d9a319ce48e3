package org.egoscope.torch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.torch.SafetensorsFile.DataType;
import org.egoscope.torch.internal.CheckpointArchive;
import org.egoscope.torch.internal.Elements;
import org.egoscope.torch.internal.PickleValues;
import org.egoscope.torch.internal.PickleValues.Module;
import org.egoscope.torch.internal.StoredTensor;

/**
 * Tensors of a checkpoint of PyTorch ({@code .pt}, {@code .pth}), read without running what its pickle says: a machine of our own builds
 * tensors, text, numbers, lists and dictionaries, and refuses every other name with its place. A TorchScript archive is read as the
 * attributes of its modules ({@code visual.conv1.weight}); its code is not looked at.
 *
 * <p>Values that lie in the file as float32, one after the other, are mapped and not copied.
 */
public final class PickleCheckpoint implements WeightFile {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_NAMES = 1_000_000;
    private static final int MAX_LISTED = 12;

    private final Path path;
    private final FileChannel channel;
    private final CheckpointArchive archive;
    private final Map<String, StoredTensor> tensors;
    private int visited;

    private PickleCheckpoint(Path path, FileChannel channel, CheckpointArchive archive) {
        this.path = path;
        this.channel = channel;
        this.archive = archive;
        this.tensors = new TreeMap<>();
    }

    static boolean isOne(byte[] start) {
        return CheckpointArchive.isOne(start);
    }

    /**
     * Opens and checks; every tensor lies in the file.
     *
     * @param keys where the tensors may lie, such as {@code model} or {@code state_dict}: the first of these that is there is taken, and
     *     the whole checkpoint if none is
     * @throws PipelineException with {@link ErrorKind#MODEL} if the file cannot be read, breaks the format, names what does not build
     *     tensors, or has no tensors at that place
     */
    public static PickleCheckpoint open(Path path, String... keys) {
        return openPart(path, "data", keys);
    }

    /** The constants of a TorchScript archive are a part beside the data: a tuple, named by number. */
    static PickleCheckpoint openPart(Path path, String part, String... keys) {
        FileChannel channel;
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.MODEL, "checkpoint " + path + ": cannot open, " + e, e);
        }
        try {
            PickleCheckpoint checkpoint = new PickleCheckpoint(path, channel, CheckpointArchive.read(channel, part));
            checkpoint.collect(keys);
            return checkpoint;
        } catch (IOException e) {
            closeQuietly(channel, e);
            throw new PipelineException(ErrorKind.MODEL, "checkpoint " + path + ": cannot read, " + e.getMessage(), e);
        } catch (PipelineException e) {
            closeQuietly(channel, e);
            throw e.at(path.toString());
        }
    }

    private static void closeQuietly(FileChannel channel, Exception cause) {
        try {
            channel.close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private void collect(String... keys) {
        Object place = archive.value();
        for (String key : keys) {
            if (place instanceof Map<?, ?> map && map.containsKey(key)) {
                place = map.get(key);
                break;
            }
        }
        if (place instanceof Module module) {
            collect("", module, 0);
        } else if (place instanceof Map<?, ?> map) {
            map.forEach((key, value) -> take(String.valueOf(key), value));
        } else if (place instanceof PickleValues.Tuple tuple) {
            for (int i = 0; i < tuple.items().size(); i++) {
                take(String.valueOf(i), tuple.items().get(i));
            }
        }
        if (tensors.isEmpty()) {
            throw broken("tensors by name", place instanceof Map<?, ?> map ? "a dictionary of " + listed(map) : PickleValues.kind(place));
        }
    }

    private static String listed(Map<?, ?> map) {
        return map.keySet().stream().limit(MAX_LISTED).map(PickleValues::kind).toList() + (map.size() > MAX_LISTED ? " and more" : "");
    }

    private void collect(String prefix, Module module, int depth) {
        if (depth > MAX_DEPTH) {
            throw broken("modules at most " + MAX_DEPTH + " deep", "deeper ones");
        }
        module.attributes().forEach((key, value) -> {
            if (++visited > MAX_NAMES) {
                throw broken("at most " + MAX_NAMES + " attributes", "more");
            }
            String name = prefix + key;
            if (value instanceof Module inner) {
                collect(name + ".", inner, depth + 1);
            } else {
                take(name, value);
            }
        });
    }

    private void take(String name, Object value) {
        if (value instanceof StoredTensor tensor) {
            archive.start(tensor);
            if (tensors.put(name, tensor) != null) {
                throw broken("one tensor " + PickleValues.kind(name), "two");
            }
        }
    }

    private static PipelineException broken(String expected, String got) {
        return new PipelineException(ErrorKind.MODEL, "checkpoint: expected " + expected + ", got " + got);
    }

    /** Sorted. */
    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(tensors.keySet());
    }

    @Override
    public long[] shape(String name) {
        return tensor(name).shape();
    }

    /** As it is stored. */
    public DataType type(String name) {
        return tensor(name).storage().type();
    }

    private StoredTensor tensor(String name) {
        StoredTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw broken("a tensor '" + name + "' in " + path, "none");
        }
        return tensor;
    }

    /**
     * The values as float32: mapped and read-only without a copy where they are stored so, converted for other element types, views that
     * skip or turn, and the other byte order (I64 and F64 are rounded to the nearest float).
     */
    @Override
    public FloatTensor floats(String name) {
        StoredTensor tensor = tensor(name);
        DataType type = tensor.storage().type();
        long bytes = tensor.span() * type.bytes();
        if (bytes > Integer.MAX_VALUE || tensor.count() * Float.BYTES > Integer.MAX_VALUE) {
            throw broken("tensor '" + name + "' of at most 2 GB", bytes + " bytes");
        }
        if (bytes == 0) {
            return FloatTensor.allocate(tensor.shape());
        }
        ByteBuffer mapped = map(archive.start(tensor), bytes).order(archive.order());
        if (type == DataType.F32 && tensor.contiguous() && archive.order() == ByteOrder.nativeOrder()) {
            return FloatTensor.wrap(mapped.asFloatBuffer(), tensor.shape());
        }
        FloatTensor values = FloatTensor.allocate(tensor.shape());
        int[] next = {0};
        tensor.walk(place -> values.set(next[0]++, Elements.floatAt(mapped, type, (int) place * type.bytes())));
        return values;
    }

    private ByteBuffer map(long start, long bytes) {
        try {
            return channel.map(MapMode.READ_ONLY, start, bytes);
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.MODEL, "checkpoint " + path + ": cannot map " + bytes + " bytes, " + e, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.MODEL, "checkpoint " + path + ": cannot close, " + e, e);
        }
    }
}
