package org.egoscope.torch.internal;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.torch.internal.PickleValues.Storage;

/**
 * Reads a pickle (protocols 2 to 5, opcodes as CPython's {@code pickletools} documents them) that holds tensors, and nothing else: it
 * knows numbers, text, lists, tuples, dictionaries and the few names of {@link PickleGlobals}; every other name and opcode is refused with
 * its place. No code of the pickle is run, since there is none that it could name.
 *
 * <p>Values are {@link Long}, {@link Double}, {@link Boolean}, {@link String}, {@link PickleValues.None}, {@link PickleValues.Tuple},
 * {@link List}, {@link Map} in the order of insertion, {@link PickleValues.Module}, {@link StoredTensor} and what builds them.
 */
public final class PickleMachine {
    /** A thousand times what a checkpoint of a thousand tensors has. */
    public static final int MAX_BYTES = 64 << 20;

    private static final int MAX_OBJECTS = 2_000_000;
    private static final int MAX_SHOWN = 120;

    private final ByteBuffer bytes;
    private final int length;
    private final List<Object> stack = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<Integer, Object> memo = new HashMap<>();
    private final Map<String, Storage> storages = new HashMap<>();
    private int objects;
    private int opcodeAt;

    /** Starts at the buffer's position, which {@link #read} leaves after the pickle. */
    public PickleMachine(ByteBuffer bytes) {
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
        this.length = bytes.limit();
    }

    /**
     * The value of one pickle.
     *
     * @throws PipelineException with {@link ErrorKind#MODEL} that says what was met at which byte
     */
    public Object read() {
        stack.clear();
        marks.clear();
        memo.clear();
        storages.clear();
        objects = 0;
        try {
            while (true) {
                opcodeAt = bytes.position();
                int opcode = bytes.get() & 0xff;
                if (opcode == '.') {
                    return result();
                }
                step(opcode);
                if (stack.size() > MAX_OBJECTS || objects > MAX_OBJECTS) {
                    throw broken("at most " + MAX_OBJECTS + " values", "more");
                }
            }
        } catch (BufferUnderflowException e) {
            throw broken("an end of the pickle within " + length + " bytes (is the file cut off?)", "none");
        }
    }

    /** By key, those that the last pickle names. */
    Map<String, Storage> storages() {
        return Map.copyOf(storages);
    }

    private Object result() {
        if (stack.size() != 1 || !marks.isEmpty()) {
            throw broken("one value at the end", stack.size() + " and " + marks.size() + " open marks");
        }
        return stack.get(0);
    }

    private void step(int opcode) {
        boolean known = frame(opcode) || constant(opcode) || number(opcode) || text(opcode) || container(opcode) || remembered(opcode)
                || named(opcode);
        if (!known) {
            throw broken("an opcode that builds tensors", String.format("0x%02x", opcode));
        }
    }

    private boolean frame(int opcode) {
        switch (opcode) {
            case 0x80 -> {
                int protocol = bytes.get() & 0xff;
                if (protocol < 2 || protocol > 5) {
                    throw broken("protocol 2 to 5", "protocol " + protocol);
                }
            }
            case 0x95 -> bytes.getLong();
            case '(' -> marks.add(stack.size());
            case '0' -> pop();
            case '1' -> fromMark();
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean constant(int opcode) {
        switch (opcode) {
            case 'N' -> stack.add(PickleValues.None.NONE);
            case 0x88 -> stack.add(true);
            case 0x89 -> stack.add(false);
            case ')' -> made(new PickleValues.Tuple(List.of()));
            case ']' -> made(new ArrayList<>());
            case '}' -> made(PickleValues.dictionary());
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean number(int opcode) {
        switch (opcode) {
            case 'K' -> stack.add((long) (bytes.get() & 0xff));
            case 'M' -> stack.add((long) (bytes.getShort() & 0xffff));
            case 'J' -> stack.add((long) bytes.getInt());
            case 0x8a -> stack.add(wide(bytes.get() & 0xff));
            case 'G' -> {
                // The one big-endian item of the format.
                stack.add(Double.longBitsToDouble(Long.reverseBytes(bytes.getLong())));
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Two's complement, little-endian, of any length. */
    private Long wide(int count) {
        if (count > Long.BYTES) {
            throw broken("a whole number of at most " + Long.BYTES + " bytes", count + " bytes");
        }
        long value = 0;
        for (int i = 0; i < count; i++) {
            value |= (bytes.get() & 0xffL) << 8 * i;
        }
        int unused = Long.SIZE - 8 * count;
        return count == 0 ? 0 : value << unused >> unused;
    }

    private boolean text(int opcode) {
        switch (opcode) {
            case 'X', 'T' -> made(string(bytes.getInt() & 0xffffffffL));
            case 0x8c, 'U' -> made(string(bytes.get() & 0xff));
            case 0x8d -> made(string(bytes.getLong()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private String string(long count) {
        if (count < 0 || count > bytes.remaining()) {
            throw broken("text of at most the " + bytes.remaining() + " bytes left", count + " bytes");
        }
        byte[] text = new byte[(int) count];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private boolean container(int opcode) {
        switch (opcode) {
            case 0x85, 0x86, 0x87 -> made(new PickleValues.Tuple(top(opcode - 0x84)));
            case 't' -> made(new PickleValues.Tuple(fromMark()));
            case 'l' -> made(new ArrayList<>(fromMark()));
            case 'd' -> made(filled(PickleValues.dictionary(), fromMark()));
            case 'a' -> append(top(1));
            case 'e' -> append(fromMark());
            case 's' -> setItems(top(2));
            case 'u' -> setItems(fromMark());
            default -> {
                return false;
            }
        }
        return true;
    }

    private void append(List<Object> items) {
        PickleValues.list(peek(), this::broken).addAll(items);
    }

    private void setItems(List<Object> items) {
        filled(PickleValues.map(peek(), this::broken), items);
    }

    private Map<Object, Object> filled(Map<Object, Object> map, List<Object> items) {
        if (items.size() % 2 != 0) {
            throw broken("keys and values in pairs", items.size() + " items");
        }
        for (int i = 0; i < items.size(); i += 2) {
            Object key = items.get(i);
            if (!(key instanceof String) && !(key instanceof Long)) {
                throw broken("text or a whole number as key", PickleValues.kind(key));
            }
            map.put(key, items.get(i + 1));
        }
        return map;
    }

    private boolean remembered(int opcode) {
        switch (opcode) {
            case 'q' -> memo.put(bytes.get() & 0xff, peek());
            case 'r' -> memo.put(bytes.getInt(), peek());
            case 0x94 -> memo.put(memo.size(), peek());
            case 'h' -> recall(bytes.get() & 0xff);
            case 'j' -> recall(bytes.getInt());
            default -> {
                return false;
            }
        }
        if (memo.size() > MAX_OBJECTS) {
            throw broken("at most " + MAX_OBJECTS + " remembered values", "more");
        }
        return true;
    }

    private void recall(int index) {
        Object value = memo.get(index);
        if (value == null) {
            throw broken("a value remembered as " + index, "none");
        }
        stack.add(value);
    }

    private boolean named(int opcode) {
        switch (opcode) {
            case 'c' -> made(PickleGlobals.named(line(), line(), this::broken));
            case 0x93 -> {
                List<Object> names = top(2);
                made(PickleGlobals.named(
                        PickleValues.text(names.get(0), this::broken), PickleValues.text(names.get(1), this::broken), this::broken));
            }
            case 'R' -> {
                List<Object> call = top(2);
                made(PickleGlobals.called(call.get(0), PickleValues.tuple(call.get(1), this::broken), this::broken));
            }
            case 0x81 -> {
                List<Object> call = top(2);
                made(PickleGlobals.instance(call.get(0), PickleValues.tuple(call.get(1), this::broken), this::broken));
            }
            case 'b' -> {
                Object state = pop();
                PickleGlobals.build(peek(), state, this::broken);
            }
            case 'Q' -> {
                Storage storage = PickleGlobals.storage(PickleValues.tuple(pop(), this::broken), this::broken);
                storages.put(storage.key(), storage);
                made(storage);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private String line() {
        int start = bytes.position();
        int end = start;
        while (bytes.get() != '\n') {
            end++;
        }
        byte[] text = new byte[end - start];
        bytes.get(start, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private void made(Object value) {
        objects++;
        stack.add(value);
    }

    /** Above the last mark only, so that no operation reaches through an open container. */
    private int floor() {
        return marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
    }

    private Object peek() {
        if (stack.size() <= floor()) {
            throw broken("a value on the stack", "none");
        }
        return stack.get(stack.size() - 1);
    }

    private Object pop() {
        Object value = peek();
        stack.remove(stack.size() - 1);
        return value;
    }

    private List<Object> top(int count) {
        if (stack.size() - floor() < count) {
            throw broken(count + " values on the stack", String.valueOf(stack.size() - floor()));
        }
        return cut(stack.size() - count);
    }

    private List<Object> fromMark() {
        if (marks.isEmpty()) {
            throw broken("an open mark", "none");
        }
        return cut(marks.remove(marks.size() - 1));
    }

    private List<Object> cut(int from) {
        List<Object> tail = stack.subList(from, stack.size());
        List<Object> items = List.copyOf(tail);
        tail.clear();
        return items;
    }

    private PipelineException broken(String expected, String got) {
        return new PipelineException(
                ErrorKind.MODEL, "checkpoint pickle: expected " + expected + ", got " + got + " at byte " + opcodeAt);
    }

    /** For messages: short and without control characters. */
    static String printable(String text) {
        String start = text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "..." : text;
        return start.replaceAll("\\p{Cntrl}", "?");
    }
}
