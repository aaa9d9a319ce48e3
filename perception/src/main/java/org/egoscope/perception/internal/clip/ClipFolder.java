package org.egoscope.perception.internal.clip;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.perception.internal.clip.ClipNetwork.Activation;
import org.egoscope.torch.FloatTensor;
import org.egoscope.torch.WeightSource;

/**
 * A folder with the weights of one CLIP, its vocabulary and, for open_clip's models, {@code open_clip_config.json}: that file says which
 * GELU the network has and how pictures are normalised. OpenAI's archives need none; they are known by the numbers stored with them.
 */
record ClipFolder(Path weights, boolean configured, Activation activation, double[] mean, double[] deviation) {
    private static final String CONFIG = "open_clip_config.json";
    private static final Set<String> ENDINGS = Set.of("pt", "pth", "safetensors", "bin");

    static ClipFolder read(Path folder) {
        try {
            Path weights = weightsIn(folder);
            Path config = folder.resolve(CONFIG);
            if (!Files.exists(config)) {
                return new ClipFolder(
                        weights, false, Activation.QUICK_GELU, ClipPreprocessor.MEAN, ClipPreprocessor.STANDARD_DEVIATION);
            }
            JsonNode root = new ObjectMapper().readTree(config.toFile());
            JsonNode pictures = root.path("preprocess_cfg");
            require(pictures, "interpolation", "bicubic");
            require(pictures, "resize_mode", "shortest");
            boolean quick = root.path("model_cfg").path("quick_gelu").asBoolean(false);
            return new ClipFolder(
                    weights, true, quick ? Activation.QUICK_GELU : Activation.GELU,
                    three(pictures.path("mean"), ClipPreprocessor.MEAN), three(pictures.path("std"), ClipPreprocessor.STANDARD_DEVIATION));
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.MODEL, "CLIP folder " + folder + ": cannot read, " + e, e);
        }
    }

    /** Every file that is read. */
    static List<Path> files(Path folder) {
        try {
            List<Path> files = new ArrayList<>(List.of(weightsIn(folder)));
            files.addAll(BpeVocabulary.filesIn(folder));
            if (Files.exists(folder.resolve(CONFIG))) {
                files.add(folder.resolve(CONFIG));
            }
            return files;
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.MODEL, "CLIP folder " + folder + ": cannot read, " + e, e);
        }
    }

    private static Path weightsIn(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw broken("a folder", folder.toString());
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(file -> ENDINGS.contains(ending(file))).sorted().toList();
            if (found.size() != 1) {
                throw broken("one file with weights (.pt, .safetensors) in " + folder, found.isEmpty() ? "none" : found.toString());
            }
            return found.get(0);
        }
    }

    private static String ending(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static void require(JsonNode node, String field, String expected) {
        String got = node.path(field).asText(expected);
        if (!got.equals(expected)) {
            throw broken(field + " '" + expected + "' in " + CONFIG, "'" + got + "'");
        }
    }

    private static double[] three(JsonNode node, double[] otherwise) {
        if (node.isMissingNode()) {
            return otherwise;
        }
        if (node.size() != 3 || !node.path(0).isNumber() || !node.path(1).isNumber() || !node.path(2).isNumber()) {
            throw broken("three numbers in " + CONFIG, node.toString());
        }
        return new double[] {node.path(0).asDouble(), node.path(1).asDouble(), node.path(2).asDouble()};
    }

    /** The weights under OpenAI's names; open_clip's checkpoints of training and of models with a text side of their own have more. */
    WeightSource named(WeightSource file) {
        Map<String, String> names = new TreeMap<>();
        for (String name : file.names()) {
            String plain = name.startsWith("module.") ? name.substring(7) : name;
            plain = plain.startsWith("text.") ? plain.substring(5) : plain;
            if (names.put(plain, name) != null) {
                throw broken("one parameter " + plain, "two");
            }
        }
        if (!configured && !names.containsKey("input_resolution")) {
            throw broken(CONFIG + " beside weights that are not OpenAI's archive (it says which GELU the network has)", "none");
        }
        return new Renamed(file, names);
    }

    private record Renamed(WeightSource file, Map<String, String> fileNames) implements WeightSource {
        @Override
        public Set<String> names() {
            return fileNames.keySet();
        }

        @Override
        public long[] shape(String name) {
            return file.shape(fileNames.get(name));
        }

        @Override
        public FloatTensor floats(String name) {
            return file.floats(fileNames.get(name));
        }
    }

    private static PipelineException broken(String expected, String got) {
        return new PipelineException(ErrorKind.MODEL, "CLIP: expected " + expected + ", got " + got);
    }
}
