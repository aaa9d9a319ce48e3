package org.egoscope.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.torch.CheckpointWriter.Pickle;
import org.egoscope.torch.CheckpointWriter.Zip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that were made to do harm, or came to harm. */
class HostileCheckpointTest {
    private static final byte[] STORAGE = CheckpointWriter.floats(ByteOrder.LITTLE_ENDIAN, 1, 2, 3, 4);

    @TempDir
    private Path folder;

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("hostile.pt"), bytes);
    }

    private static byte[] archive(byte[] pickle) {
        return new Zip().add("a/data.pkl", pickle).add("a/data/0", STORAGE).bytes();
    }

    private static Pickle one() {
        return Pickle.protocol2().op('}').text("w");
    }

    private static byte[] good() {
        return one().tensor("FloatStorage", "0", 4, 0, new int[] {2, 2}, new int[] {2, 1}).op('s').stop();
    }

    private void assertRefused(byte[] file, String... parts) throws IOException {
        Path path = write(file);
        assertThatThrownBy(() -> PickleCheckpoint.open(path))
                .isInstanceOfSatisfying(PipelineException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.MODEL))
                .hasMessageContaining("hostile.pt")
                .hasMessageContainingAll(parts);
    }

    @Test
    void theHonestFileOfTheseTestsIsRead() throws IOException {
        try (PickleCheckpoint weights = PickleCheckpoint.open(write(archive(good())))) {
            assertThat(weights.floats("w").toArray()).containsExactly(1, 2, 3, 4);
        }
    }

    /** The name starts behind protocol (2 bytes), dictionary (1) and key (6). */
    @ParameterizedTest
    @CsvSource({
        "os, system", "posix, system", "builtins, eval", "builtins, getattr", "__builtin__, exec", "subprocess, Popen", "torch, load",
        "torch.storage, _load_from_bytes", "torch._utils, _import_dotted_name", "collections, defaultdict", "numpy.core.multiarray, scalar",
        "torch, QInt8Storage", "__torch__x, Module", "codecs, encode", "torch._utils, _rebuild_sparse_tensor"
    })
    void refuseEveryNameThatBuildsNoTensor(String module, String name) throws IOException {
        byte[] called = one().global(module, name).text("echo").op(0x85).op('R').op('s').stop();
        assertRefused(archive(called), "'" + module + "." + name + "'", "at byte 9");
        byte[] byStack = Pickle.protocol2().op('}').text("w").text(module).text(name).op(0x93).op('s').stop();
        assertRefused(archive(byStack), "'" + module + "." + name + "'", "at byte " + (9 + 10 + module.length() + name.length()));
    }

    /** Instances by INST and OBJ, extension codes, text forms, byte strings, sets, persistent text. */
    @ParameterizedTest
    @MethodSource("strangeOpcodes")
    void refuseEveryOpcodeThatTensorsDoNotNeed(int opcode) throws IOException {
        assertRefused(archive(one().op(opcode).raw(new byte[] {1, 0, 0, 0, '\n', '\n'}).op('s').stop()), String.format("0x%02x", opcode), "at byte 9");
    }

    static List<Integer> strangeOpcodes() {
        return List.of((int) 'i', (int) 'o', 0x82, 0x83, 0x84, (int) 'I', (int) 'L', (int) 'S', (int) 'V', (int) 'P', (int) 'p', (int) 'g',
                (int) 'B', (int) 'C', 0x8e, 0x8f, 0x90, 0x91, 0x92, 0x96, 0x97, 0x98, (int) '2', 0x8b, (int) 'F', 0x00, 0xff);
    }

    record Case(String name, UnaryOperator<Pickle> value, String expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    private record View(int offset, int[] shape, int[] strides) {}

    private static Case tensor(String name, String key, int count, View view, String expected) {
        return new Case(name, p -> p.tensor("FloatStorage", key, count, view.offset(), view.shape(), view.strides()), expected);
    }

    private static int[] sides(int... sides) {
        return sides;
    }

    static List<Case> brokenPickles() {
        return List.of(
                tensor("a view beyond its storage", "0", 4, new View(1, sides(2, 2), sides(2, 1)), "a view within 4 elements"),
                tensor("a view before its storage", "0", 4, new View(-1, sides(2), sides(1)), "a view within 4 elements"),
                tensor("a stride beyond", "0", 4, new View(0, sides(2, 2), sides(3, 1)), "a view within 4 elements"),
                tensor("negative strides", "0", 4, new View(3, sides(4), sides(-1)), "sides and strides >= 0"),
                tensor("negative sides", "0", 4, new View(0, sides(-1, -4), sides(1, 1)), "sides and strides >= 0"),
                tensor("one value many times", "0", 4, new View(0, sides(1 << 30), sides(0)), "a view within 4 elements"),
                tensor("sides beyond all numbers", "0", 4, new View(0, sides(1 << 30, 1 << 30, 1 << 30), sides(1, 1, 1)), "a view within 4 elements"),
                tensor("sides without strides", "0", 4, new View(0, sides(2, 2), sides(1)), "as many strides as sides"),
                tensor("too many sides", "0", 4, new View(0, new int[17], new int[17]), "at most 16 sides"),
                tensor("a storage that is not there", "1", 4, new View(0, sides(4), sides(1)), "16 bytes of storage '1', got none"),
                tensor("a storage outside the archive's folder", "../0", 4, new View(0, sides(4), sides(1)), "storage '../0', got none"),
                tensor("a larger storage", "0", 5, new View(0, sides(4), sides(1)), "20 bytes of storage '0', got 16 bytes"),
                tensor("a negative storage", "0", -1, new View(0, sides(0), sides(1)), "elements, got -1"),
                new Case("a call of text", p -> p.text("x").op(')', 'R'), "a call of a function"),
                new Case("a call with a number", p -> p.global("torch", "Size").number(1).op('R'), "a tuple, got 1"),
                new Case("too few arguments", p -> p.global("torch._utils", "_rebuild_tensor_v2").op(')', 'R'), "6 to 7 arguments, got 0"),
                new Case("a tensor of text", p -> p.global("torch._utils", "_rebuild_tensor").op('(').text("x").number(0).op(')', ')', 't', 'R'),
                        "a storage, got 'x'"),
                new Case("an instance of a function", p -> p.global("collections", "OrderedDict").op(')').op(0x81), "instance of a TorchScript"),
                new Case("state of text", p -> p.text("x").op('}', 'b'), "the state of a module or dictionary"),
                new Case("a list as key", p -> p.op('}', ']', 'N', 's'), "text or a whole number as key"),
                new Case("a key without value", p -> p.op('}', '(').text("x").op('u'), "keys and values in pairs"),
                new Case("items for a number", p -> p.number(1).op('(').number(2).op('e'), "a list, got 1"),
                new Case("an unknown memory", p -> p.op('h').op(7), "a value remembered as 7, got none"),
                new Case("no mark", p -> p.op('t'), "an open mark, got none"),
                new Case("a mark left open", p -> p.op('(').op('.'), "one value at the end"),
                new Case("a reach through a mark", p -> p.op('(', 'a'), "1 values on the stack, got 0"),
                new Case("an empty stack", p -> p.op('0', '0', '0'), "a value on the stack, got none"),
                new Case("a wide number", p -> p.op(0x8a, 9, 1, 1, 1, 1, 1, 1, 1, 1, 1), "at most 8 bytes, got 9 bytes"),
                new Case("text beyond the end", p -> p.op('X').int32(-1), "text of at most"),
                new Case("long text beyond the end", p -> p.op(0x8d).int32(0).int32(-1), "text of at most"),
                new Case("a later protocol", p -> p.op(0x80, 6), "protocol 2 to 5, got protocol 6"),
                new Case("another persistent object", p -> p.op('(').text("module").op('N', 'N', 'N', 'N', 't', 'Q'), "'storage', got 'module'"),
                new Case("a storage of no type", p -> p.op('(').text("storage").op('N', 'N', 'N', 'N', 't', 'Q'), "class of a storage, got NONE"));
    }

    @ParameterizedTest
    @MethodSource("brokenPickles")
    void refuseWhatMakesNoSense(Case broken) throws IOException {
        assertRefused(archive(broken.value().apply(one()).op('s').stop()), broken.expected());
    }

    @Test
    void refuseModulesThatHoldThemselves() throws IOException {
        byte[] itself = Pickle.protocol2().global("__torch__", "M").op(')').op(0x81).op('q').op(0).op('}').text("m").op('h').op(0)
                .op('s', 'b').stop();
        assertRefused(archive(itself), "modules at most 64 deep");
    }

    /** Each of 40 modules holds the one before twice: 2^40 paths in a kilobyte. */
    @Test
    void refuseModulesThatMultiply() throws IOException {
        Pickle pickle = Pickle.protocol2().op('N');
        for (int i = 0; i < 40; i++) {
            pickle.op('q').op(i).op('0').global("__torch__", "M").op(')').op(0x81).op('}', '(');
            pickle.text("a").op('h').op(i).text("b").op('h').op(i).op('u', 'b');
        }
        assertRefused(archive(pickle.stop()), "at most 1000000 attributes");
    }

    @Test
    void refuseMoreValuesThanACheckpointHas() throws IOException {
        byte[] pickle = new byte[3_000_000];
        Arrays.fill(pickle, (byte) ')');
        assertRefused(archive(pickle), "at most 2000000 values");
        Arrays.fill(pickle, (byte) 'N');
        assertRefused(archive(pickle), "at most 2000000 values");
    }

    @Test
    void refuseArchivesThatPointAstray() throws IOException {
        byte[] pickle = good();
        int crc = Zip.crc(pickle);
        for (String name : new String[] {"a/../data.pkl", "/a/data.pkl", "a\\data.pkl", "C:/data.pkl", "a/./data.pkl", "a/da\nta.pkl"}) {
            assertRefused(new Zip().add(name, pickle).bytes(), "a plain relative name");
        }
        assertRefused(new Zip().add("a/data.pkl", pickle).add("b/data/0", STORAGE).bytes(), "all entries in the folder 'a/'");
        assertRefused(new Zip().add("data.pkl", pickle).bytes(), "all entries in one folder");
        assertRefused(new Zip().add("a/data.pkl", pickle).add("a/data.pkl", pickle).bytes(), "one entry 'a/data.pkl', got two");
        assertRefused(new Zip().add("a/other.pkl", pickle).bytes(), "an entry 'data.pkl', got none");
        assertRefused(new Zip().local("a/data.pkl", pickle).bytes(), "expected entries, got none");
        Zip deflated = new Zip().local("a/data.pkl", pickle).list("a/data.pkl", 8, pickle.length, 1 << 30, crc, 0);
        assertRefused(deflated.bytes(), "'data.pkl' stored as it is, got compressed");
        Zip unlike = new Zip().local("a/data.pkl", pickle).list("a/data.pkl", 0, pickle.length, pickle.length + 1, crc, 0);
        assertRefused(unlike.bytes(), "sizes of 'a/data.pkl' that agree");
        Zip long1 = new Zip().local("a/data.pkl", pickle).list("a/data.pkl", 0, 1 << 30, 1 << 30, crc, 0);
        assertRefused(long1.bytes(), "bytes of 'a/data.pkl'");
        Zip wrong = new Zip().local("a/data.pkl", pickle).list("a/data.pkl", 0, pickle.length, pickle.length, crc + 1, 0);
        assertRefused(wrong.bytes(), "check sum");
        Zip renamed = new Zip().local("a/data.pkl", pickle).list("a/data.pkq", 0, pickle.length, pickle.length, crc, 0);
        assertRefused(renamed.bytes(), "the header of 'a/data.pkq'");
        Zip nowhere = new Zip().local("a/data.pkl", pickle).list("a/data.pkl", 0, pickle.length, pickle.length, crc, 5);
        assertRefused(nowhere.bytes(), "the header of 'a/data.pkl' at byte 5");
    }

    /** An entry within the content of another, by which a small archive could stand for a large one. */
    @Test
    void refuseEntriesThatOverlap() throws IOException {
        byte[] inner = new Zip().local("a/data/0", STORAGE).bytes();
        Zip zip = new Zip().add("a/data.pkl", good());
        int at = zip.size();
        zip.local("a/data/1", inner).list("a/data/1", 0, inner.length, inner.length, Zip.crc(inner), at);
        zip.list("a/data/0", 0, STORAGE.length, STORAGE.length, Zip.crc(STORAGE), zip.size() - inner.length);
        assertRefused(zip.bytes(), "no overlap");
        Zip beyond = new Zip().add("a/data.pkl", good());
        int start = beyond.size();
        beyond.local("a/data/0", STORAGE).list("a/data/0", 0, 40, 40, 0, start);
        assertRefused(beyond.bytes(), "to end before the directory");
    }

    @Test
    void refuseEveryCutOfAFile() throws IOException {
        byte[] whole = archive(good());
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            Path path = write(cut);
            assertThatThrownBy(() -> PickleCheckpoint.open(path)).as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(PipelineException.class);
        }
    }

    @Test
    void surviveDamageWithAClearErrorOrTensorsWithinTheFile() throws IOException {
        byte[] zip = archive(good());
        Pickle old = new Pickle().raw(legacyStart()).raw(good()).raw(Pickle.protocol2().op(']').text("0").op('a').stop());
        byte[] legacy = old.raw(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(4).array()).raw(STORAGE).stop();
        int refused = 0;
        int cases = 1_200;
        for (int i = 0; i < cases; i++) {
            SplittableRandom random = new SplittableRandom(i);
            byte[] bad = damaged(random, i % 3 == 0 ? legacy : zip);
            if (i % 3 == 1) {
                // With a check sum that holds, the damage reaches the pickle.
                bad = archive(damaged(random, good()));
            }
            try (PickleCheckpoint weights = PickleCheckpoint.open(write(bad))) {
                for (String name : weights.names()) {
                    assertThat(weights.floats(name).toArray().length).as("seed %d", i).isLessThanOrEqualTo(bad.length / 4);
                }
            } catch (PipelineException e) {
                assertThat(e.kind()).as("seed %d", i).isEqualTo(ErrorKind.MODEL);
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + i, e);
            }
        }
        assertThat(refused).isBetween(cases / 2, cases - 1);
    }

    private static byte[] legacyStart() {
        Pickle system = Pickle.protocol2().op('}').text("little_endian").op(0x88).op('s');
        return new Pickle().op(0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19).op('.').op(0x80, 2)
                .op('M').op(0xe9, 3).op('.').raw(system.stop()).bytesSoFar();
    }

    private static byte[] damaged(SplittableRandom random, byte[] good) {
        byte[] bad = good.clone();
        for (int n = random.nextInt(1, 4); n > 0; n--) {
            int at = random.nextInt(bad.length);
            switch (random.nextInt(4)) {
                case 0 -> bad[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bad[at] = (byte) random.nextInt(256);
                case 2 -> bad[at] = (byte) (random.nextBoolean() ? 0xff : 0);
                default -> {
                    int length = Math.min(random.nextInt(1, 9), bad.length - at);
                    System.arraycopy(bad, random.nextInt(bad.length - length + 1), bad, at, length);
                }
            }
        }
        return bad;
    }
}
