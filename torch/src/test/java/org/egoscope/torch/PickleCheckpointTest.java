package org.egoscope.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.egoscope.torch.CheckpointWriter.Pickle;
import org.egoscope.torch.CheckpointWriter.Zip;
import org.egoscope.torch.SafetensorsFile.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PickleCheckpointTest {
    /**
     * {@code {'w': t}} as CPython's own pickler writes it (protocol 2), t being a tensor of two floats at storage '0'; read by hand:
     * 80 02 protocol, 7d empty dictionary, 71 00 remember it, 58 01000000 77 text 'w', 63 a name ..., 28 mark, ... 73 set item, 2e stop.
     */
    private static final String ONE_TENSOR =
            "80027d7100580100000077710163746f7263682e5f7574696c730a5f72656275696c645f74656e736f725f76320a71022828580700000073746f72616765"
                    + "710363746f7263680a466c6f617453746f726167650a71045801000000307105580300000063707571064b02747107514b004b028571084b0185"
                    + "71098963636f6c6c656374696f6e730a4f726465726564446963740a710a2952710b74710c52710d732e";

    /**
     * By CPython's pickler with protocols 2 and 4: {@code {'model': state, 'epoch': 3, 'lr': 0.5, 'args': ['a', None, True, -70000,
     * 2**40]}}, the state an OrderedDict with {@code _metadata}, of a [2, 3] float weight, its [2, 2] view at offset 1 with strides (1, 3), a
     * parameter of two halves, and a whole number without sides.
     */
    private static final List<String> CHECKPOINTS = List.of(
            "80027d71002858050000006d6f64656c710163636f6c6c656374696f6e730a4f726465726564446963740a71022952710328580900000066632e77656967"
                    + "6874710463746f7263682e5f7574696c730a5f72656275696c645f74656e736f725f76320a71052828580700000073746f7261676571066374"
                    + "6f7263680a466c6f617453746f726167650a71075801000000307108580300000063707571094b0674710a514b004b024b0386710b4b034b01"
                    + "86710c8968022952710d74710e52710f580b00000066632e7765696768745f7471106805282868066807680868094b06747111514b014b024b"
                    + "028671124b014b0386711389680229527114747115527116580700000066632e62696173711763746f7263682e5f7574696c730a5f72656275"
                    + "696c645f706172616d657465720a711868052828680663746f7263680a48616c6653746f726167650a7119580100000031711a68094b027471"
                    + "1b514b004b0285711c4b0185711d8968022952711e74711f5271208868022952712187712252712358010000006e712468052828680663746f"
                    + "7263680a4c6f6e6753746f726167650a7125580100000032712668094b01747127514b0029298968022952712874712952712a757d712b5809"
                    + "0000005f6d65746164617461712c68022952712d285800000000712e7d712f580700000076657273696f6e71304b01735802000000666371"
                    + "317d713268304b0173757362580500000065706f636871334b0358020000006c727134473fe0000000000000580400000061726773713"
                    + "55d71362858010000006171374e884a90eefeff8a0600000000000165752e",
            "800495e9010000000000007d94288c056d6f64656c948c0b636f6c6c656374696f6e73948c0b4f72646572656444696374949394295294288c0966632e77"
                    + "6569676874948c0c746f7263682e5f7574696c73948c125f72656275696c645f74656e736f725f763294939428288c0773746f72616765948c"
                    + "05746f726368948c0c466c6f617453746f726167659493948c0130948c03637075944b067494514b004b024b0386944b034b01869489680429"
                    + "5294749452948c0b66632e7765696768745f749468092828680a680d680e680f4b067494514b014b024b0286944b014b038694896804295294"
                    + "749452948c0766632e626961739468078c125f72656275696c645f706172616d6574657294939468092828680a680b8c0b48616c6653746f72"
                    + "6167659493948c013194680f4b027494514b004b0285944b01859489680429529474945294886804295294879452948c016e9468092828680a"
                    + "680b8c0b4c6f6e6753746f726167659493948c013294680f4b017494514b00292989680429529474945294757d948c095f6d65746164617461"
                    + "946804295294288c00947d948c0776657273696f6e944b01738c026663947d9468394b01737573628c0565706f6368944b038c026c7294473f"
                    + "e00000000000008c0461726773945d94288c0161944e884a90eefeff8a0600000000000165752e");

    @TempDir
    private Path folder;

    private Path write(byte[] pickle, byte[]... storages) throws IOException {
        Zip zip = new Zip().add("archive/data.pkl", pickle).add("archive/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < storages.length; i++) {
            zip.add("archive/data/" + i, storages[i]);
        }
        return Files.write(folder.resolve("weights.pt"), zip.add("archive/version", (byte) '3', (byte) '\n').bytes());
    }

    private static byte[] floats(float... values) {
        return CheckpointWriter.floats(ByteOrder.LITTLE_ENDIAN, values);
    }

    @Test
    void readWhatPythonsOwnPicklerWrote() throws IOException {
        Path file = write(HexFormat.of().parseHex(ONE_TENSOR), floats(1.5f, -2));
        try (PickleCheckpoint weights = PickleCheckpoint.open(file)) {
            assertThat(weights.names()).containsExactly("w");
            assertThat(weights.floats("w").toArray()).containsExactly(1.5f, -2);
            assertThat(weights.floats("w").isReadOnly()).as("mapped").isTrue();
        }
    }

    @Test
    void readAStateDictionaryBesideOtherThingsOfACheckpoint() throws IOException {
        byte[] count = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(-12).array();
        for (String pickle : CHECKPOINTS) {
            Path file = write(HexFormat.of().parseHex(pickle), floats(0, 1, 2, 3, 4, 5), CheckpointWriter.shorts(0x3c00, 0xc000), count);
            try (PickleCheckpoint weights = PickleCheckpoint.open(file, "state_dict", "model")) {
                assertThat(weights.names()).containsExactly("fc.bias", "fc.weight", "fc.weight_t", "n");
                assertThat(weights.shape("fc.weight")).containsExactly(2, 3);
                assertThat(weights.floats("fc.weight").toArray()).containsExactly(0, 1, 2, 3, 4, 5);
                assertThat(weights.shape("fc.weight_t")).containsExactly(2, 2);
                assertThat(weights.floats("fc.weight_t").toArray()).containsExactly(1, 4, 2, 5);
                assertThat(weights.floats("fc.bias").toArray()).containsExactly(1, -2);
                assertThat(weights.type("fc.bias")).isEqualTo(DataType.F16);
                assertThat(weights.shape("n")).isEmpty();
                assertThat(weights.floats("n").toArray()).containsExactly(-12);
                assertThatThrownBy(() -> weights.floats("fc")).hasMessageContaining("a tensor 'fc'").hasMessageContaining("got none");
            }
            assertThatThrownBy(() -> PickleCheckpoint.open(file))
                    .hasMessageContaining("weights.pt")
                    .hasMessageContaining("expected tensors by name, got a dictionary of ['model', 'epoch', 'lr', 'args']");
        }
    }

    private static Pickle dictionary() {
        return Pickle.protocol2().op('}', '(');
    }

    @Test
    void readEveryElementTypeAsItsValues() throws IOException {
        String[] types = {"Double", "Float", "Half", "BFloat16", "Long", "Int", "Short", "Char", "Byte", "Bool"};
        byte[][] storages = new byte[types.length][];
        Pickle pickle = dictionary();
        for (int i = 0; i < types.length; i++) {
            DataType type = DataType.valueOf(new String[] {"F64", "F32", "F16", "BF16", "I64", "I32", "I16", "I8", "U8", "BOOL"}[i]);
            ByteBuffer values = ByteBuffer.allocate(2 * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
            for (int value : new int[] {1, type == DataType.BOOL ? 0 : type == DataType.U8 ? 200 : -3}) {
                switch (type) {
                    case F64 -> values.putDouble(value);
                    case F32 -> values.putFloat(value);
                    case F16 -> values.putShort((short) (value == 1 ? 0x3c00 : 0xc200));
                    case BF16 -> values.putShort((short) (value == 1 ? 0x3f80 : 0xc040));
                    case I64 -> values.putLong(value);
                    case I32 -> values.putInt(value);
                    case I16 -> values.putShort((short) value);
                    default -> values.put((byte) value);
                }
            }
            storages[i] = values.array();
            pickle.text(type.name()).tensor(types[i] + "Storage", String.valueOf(i), 2, 0, new int[] {2, 1}, new int[] {1, 1});
        }
        try (PickleCheckpoint weights = PickleCheckpoint.open(write(pickle.op('u').stop(), storages))) {
            for (String name : weights.names()) {
                float second = name.equals("BOOL") ? 0 : name.equals("U8") ? 200 : -3;
                assertThat(weights.floats(name).toArray()).as(name).containsExactly(1, second);
                assertThat(weights.type(name)).isEqualTo(DataType.valueOf(name));
                assertThat(weights.shape(name)).containsExactly(2, 1);
            }
            assertThat(weights.names()).hasSize(types.length);
        }
    }

    /** Against the definition of strides, over all views of a [2, 3, 4] storage by permutation and part. */
    @Test
    void readViewsOfSharedStorages() throws IOException {
        float[] values = new float[24];
        for (int i = 0; i < values.length; i++) {
            values[i] = i * i - 7;
        }
        int[][] permutations = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
        int[] sides = {2, 3, 4};
        int[] strides = {12, 4, 1};
        Pickle pickle = dictionary();
        for (int cut = 0; cut < 2; cut++) {
            for (int[] p : permutations) {
                int[] shape = {sides[p[0]] - cut, sides[p[1]] - cut, sides[p[2]] - cut};
                int[] turned = {strides[p[0]], strides[p[1]], strides[p[2]]};
                pickle.text(cut + "" + p[0] + p[1] + p[2]).tensor("FloatStorage", "0", 24, cut * 17, shape, turned);
            }
        }
        pickle.text("none").tensor("FloatStorage", "0", 24, 24, new int[] {0, 5}, new int[] {5, 1});
        try (PickleCheckpoint weights = PickleCheckpoint.open(write(pickle.op('u').stop(), floats(values)))) {
            for (int cut = 0; cut < 2; cut++) {
                for (int[] p : permutations) {
                    FloatTensor view = weights.floats(cut + "" + p[0] + p[1] + p[2]);
                    int n = 0;
                    for (int a = 0; a < sides[p[0]] - cut; a++) {
                        for (int b = 0; b < sides[p[1]] - cut; b++) {
                            for (int c = 0; c < sides[p[2]] - cut; c++) {
                                int place = cut * 17 + a * strides[p[0]] + b * strides[p[1]] + c * strides[p[2]];
                                assertThat(view.get(n++)).isEqualTo(values[place]);
                            }
                        }
                    }
                    assertThat(view.count()).isEqualTo(n);
                }
            }
            assertThat(weights.floats("none").count()).isZero();
            assertThat(weights.floats("0012").isReadOnly()).as("mapped").isTrue();
            assertThat(weights.floats("0021").isReadOnly()).as("copied").isFalse();
        }
    }

    @Test
    void readTheOtherByteOrder() throws IOException {
        Zip zip = new Zip().add("m/data.pkl", HexFormat.of().parseHex(ONE_TENSOR)).add("m/byteorder", "big".getBytes(StandardCharsets.US_ASCII));
        zip.add("m/data/0", CheckpointWriter.floats(ByteOrder.BIG_ENDIAN, 3, 0.25f));
        try (PickleCheckpoint weights = PickleCheckpoint.open(Files.write(folder.resolve("big.pt"), zip.bytes()))) {
            assertThat(weights.floats("w").toArray()).containsExactly(3, 0.25f);
        }
    }

    /** Magic number, version 1001, system, checkpoint, keys of the storages, then each storage behind its count. */
    private Path legacy(byte[] checkpoint, long count) throws IOException {
        Pickle file = new Pickle()
                .raw(HexFormat.of().parseHex("80028a0a6cfc9c46f9206aa850192e" + "80024de9032e"))
                .raw(Pickle.protocol2().op('}', '(').text("protocol_version").number(1001).text("little_endian").op(0x88).op('u').stop())
                .raw(checkpoint)
                .raw(Pickle.protocol2().op(']').text("0").op('a').stop())
                .raw(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(count).array())
                .raw(floats(1.5f, -2));
        return Files.write(folder.resolve("old.pth"), file.bytesSoFar());
    }

    @Test
    void readTheContainerOfOlderVersions() throws IOException {
        Path file = legacy(HexFormat.of().parseHex(ONE_TENSOR), 2);
        try (WeightFile weights = WeightFile.open(file, "model")) {
            assertThat(weights.names()).containsExactly("w");
            assertThat(weights.floats("w").toArray()).containsExactly(1.5f, -2);
        }
        assertThatThrownBy(() -> PickleCheckpoint.open(legacy(HexFormat.of().parseHex(ONE_TENSOR), 3)))
                .hasMessageContaining("expected 2 elements of storage '0', got 3");
    }

    @Test
    void readModulesOfATorchScriptArchiveByTheirPath() throws IOException {
        byte[] pickle = Pickle.protocol2()
                .global("__torch__.clip", "Model").op(')').op(0x81).op('}', '(')
                .text("training").op(0x89)
                .text("visual").global("__torch__.clip", "Vision").op(')').op(0x81).op('}', '(')
                .text("weight").tensor("FloatStorage", "0", 2, 0, new int[] {2}, new int[] {1}).text("stride")
                .global("torch.jit._pickle", "build_intlist").op(']', '(').number(1).number(2).op('e').op(0x85).op('R').op('u', 'b')
                .text("scale").tensor("FloatStorage", "0", 2, 1, new int[0], new int[0]).op('u', 'b').stop();
        try (PickleCheckpoint weights = PickleCheckpoint.open(write(pickle, floats(4, 5)))) {
            assertThat(weights.names()).containsExactly("scale", "visual.weight");
            assertThat(weights.floats("visual.weight").toArray()).containsExactly(4, 5);
            assertThat(weights.floats("scale").toArray()).containsExactly(5);
        }
    }

    @Test
    void openEitherFormatByItsContent() throws IOException {
        try (WeightFile weights = WeightFile.open(write(HexFormat.of().parseHex(ONE_TENSOR), floats(1, 2)))) {
            assertThat(weights).isInstanceOf(PickleCheckpoint.class);
        }
        byte[] header = "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}".getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + 4).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).put(header);
        try (WeightFile weights = WeightFile.open(Files.write(folder.resolve("named.pt"), bytes.putFloat(9).array()), "model")) {
            assertThat(weights.floats("w").toArray()).containsExactly(9);
        }
        assertThatThrownBy(() -> WeightFile.open(folder.resolve("absent"))).hasMessageContaining("cannot open");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ldc_mdbd", "nanotrack_v2_head", "xfeat", "yolox_nano"})
    void readTheConstantsOfRealArchives(String network) throws IOException {
        Path file = SharedFiles.require("models/" + network + ".torchscript.pt");
        assertThatThrownBy(() -> PickleCheckpoint.open(file)).as("traced networks hold their weights as constants")
                .hasMessageContaining("expected tensors by name, got a Module");
        try (PickleCheckpoint constants = PickleCheckpoint.openPart(file, "constants")) {
            assertThat(constants.names()).hasSizeGreaterThan(20);
            double magnitude = 0;
            long count = 0;
            for (String name : constants.names()) {
                for (float value : constants.floats(name).toArray()) {
                    assertThat(value).as("%s %s", network, name).isFinite();
                    magnitude += Math.abs(value);
                    count++;
                }
            }
            // Weights of networks, not bytes that were taken for them.
            assertThat(count * 4).isBetween(Files.size(file) / 2, Files.size(file));
            assertThat(magnitude / count).isBetween(1e-4, 1e3);
        }
    }
}
