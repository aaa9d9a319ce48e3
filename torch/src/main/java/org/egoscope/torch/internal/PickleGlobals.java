package org.egoscope.torch.internal;

import java.util.List;
import java.util.Map;
import org.egoscope.torch.SafetensorsFile.DataType;
import org.egoscope.torch.internal.PickleValues.Broken;
import org.egoscope.torch.internal.PickleValues.Module;
import org.egoscope.torch.internal.PickleValues.None;
import org.egoscope.torch.internal.PickleValues.Storage;
import org.egoscope.torch.internal.PickleValues.StorageType;
import org.egoscope.torch.internal.PickleValues.Tuple;

/** The only names that a pickle of tensors may use, as {@code torch.save} and TorchScript write them, and what they do. */
final class PickleGlobals {
    /** Modules of TorchScript archives; only their attributes are of use. */
    private static final String SCRIPT_MODULES = "__torch__";

    /** So that its size in bytes fits a long. */
    private static final long MAX_STORAGE = 1L << 48;

    private static final Map<String, Function> FUNCTIONS = Map.ofEntries(
            Map.entry("collections.OrderedDict", Function.DICTIONARY),
            Map.entry("torch._utils._rebuild_tensor", Function.TENSOR),
            Map.entry("torch._utils._rebuild_tensor_v2", Function.TENSOR_2),
            Map.entry("torch._utils._rebuild_parameter", Function.PARAMETER),
            Map.entry("torch._utils._rebuild_parameter_with_state", Function.PARAMETER),
            Map.entry("torch.Size", Function.SIZE),
            Map.entry("torch.jit._pickle.build_intlist", Function.ITEMS),
            Map.entry("torch.jit._pickle.build_doublelist", Function.ITEMS),
            Map.entry("torch.jit._pickle.build_boollist", Function.ITEMS),
            Map.entry("torch.jit._pickle.build_tensorlist", Function.ITEMS),
            Map.entry("torch.jit._pickle.restore_type_tag", Function.ITEMS));

    private static final Map<String, DataType> STORAGES = Map.of(
            "torch.DoubleStorage", DataType.F64, "torch.FloatStorage", DataType.F32, "torch.HalfStorage", DataType.F16,
            "torch.BFloat16Storage", DataType.BF16, "torch.LongStorage", DataType.I64, "torch.IntStorage", DataType.I32,
            "torch.ShortStorage", DataType.I16, "torch.CharStorage", DataType.I8, "torch.ByteStorage", DataType.U8,
            "torch.BoolStorage", DataType.BOOL);

    private enum Function {
        DICTIONARY,
        TENSOR,
        TENSOR_2,
        PARAMETER,
        SIZE,
        /** Gives its first argument. */
        ITEMS
    }

    private enum Kind {
        SCRIPT_MODULE
    }

    private PickleGlobals() {}

    static Object named(String module, String name, Broken broken) {
        String full = module + "." + name;
        if (STORAGES.containsKey(full)) {
            return new StorageType(STORAGES.get(full));
        }
        if (FUNCTIONS.containsKey(full)) {
            return FUNCTIONS.get(full);
        }
        if (module.equals(SCRIPT_MODULES) || module.startsWith(SCRIPT_MODULES + ".")) {
            return Kind.SCRIPT_MODULE;
        }
        throw broken.apply("only names that build tensors", "'" + PickleMachine.printable(full) + "'");
    }

    static Object called(Object what, Tuple arguments, Broken broken) {
        if (!(what instanceof Function function)) {
            throw broken.apply("a call of a function", "one of " + PickleValues.kind(what));
        }
        List<Object> items = arguments.items();
        return switch (function) {
            case DICTIONARY -> {
                // Filled afterwards; from a list only in files of Python 2.
                counted(items, 0, 0, broken);
                yield PickleValues.dictionary();
            }
            case TENSOR -> tensor(counted(items, 4, 4, broken), broken);
            case TENSOR_2 -> tensor(withoutMetadata(counted(items, 6, 7, broken), broken), broken);
            case PARAMETER -> parameter(counted(items, 3, 4, broken), broken);
            case SIZE -> PickleValues.tuple(counted(items, 1, 1, broken).get(0), broken);
            case ITEMS -> counted(items, 1, 2, broken).get(0);
        };
    }

    private static List<Object> counted(List<Object> items, int least, int most, Broken broken) {
        if (items.size() < least || items.size() > most) {
            throw broken.apply(least + " to " + most + " arguments", String.valueOf(items.size()));
        }
        return items;
    }

    /** Bits such as "conjugated" would change the values. */
    private static List<Object> withoutMetadata(List<Object> items, Broken broken) {
        if (items.size() == 7 && items.get(6) != None.NONE && !PickleValues.map(items.get(6), broken).isEmpty()) {
            throw broken.apply("a tensor without metadata", "metadata");
        }
        return items;
    }

    /** Of storage, offset, sizes and strides; whether gradients were wanted does not matter here. */
    private static StoredTensor tensor(List<Object> items, Broken broken) {
        if (!(items.get(0) instanceof Storage storage)) {
            throw broken.apply("a storage", PickleValues.kind(items.get(0)));
        }
        long offset = PickleValues.number(items.get(1), broken);
        long[] shape = PickleValues.sides(items.get(2), broken);
        return StoredTensor.of(storage, offset, shape, PickleValues.sides(items.get(3), broken), broken);
    }

    private static StoredTensor parameter(List<Object> items, Broken broken) {
        if (items.get(0) instanceof StoredTensor tensor) {
            return tensor;
        }
        throw broken.apply("a tensor", PickleValues.kind(items.get(0)));
    }

    static Object instance(Object what, Tuple arguments, Broken broken) {
        if (what != Kind.SCRIPT_MODULE || !arguments.items().isEmpty()) {
            throw broken.apply("an instance of a TorchScript module", "one of " + PickleValues.kind(what) + " from " + arguments);
        }
        return new Module();
    }

    /** A module takes its attributes; what hangs on a dictionary ({@code _metadata}) is of no use. */
    static void build(Object target, Object state, Broken broken) {
        if (target instanceof Module module) {
            module.take(PickleValues.map(state, broken));
        } else if (!(target instanceof Map)) {
            throw broken.apply("the state of a module or dictionary", "that of " + PickleValues.kind(target));
        } else {
            PickleValues.map(state, broken);
        }
    }

    /** Of "storage", class, key, device, count; older files add what part of another storage it is. */
    static Storage storage(Tuple id, Broken broken) {
        List<Object> items = counted(id.items(), 5, 6, broken);
        if (!items.get(0).equals("storage")) {
            throw broken.apply("'storage'", PickleValues.kind(items.get(0)));
        }
        if (!(items.get(1) instanceof StorageType type)) {
            throw broken.apply("the class of a storage", PickleValues.kind(items.get(1)));
        }
        if (items.size() == 6 && items.get(5) != None.NONE) {
            throw broken.apply("a storage of its own", "a part of another one");
        }
        long count = PickleValues.number(items.get(4), broken);
        if (count < 0 || count > MAX_STORAGE) {
            throw broken.apply("at most " + MAX_STORAGE + " elements", String.valueOf(count));
        }
        return new Storage(type.type(), PickleValues.text(items.get(2), broken), count);
    }
}
