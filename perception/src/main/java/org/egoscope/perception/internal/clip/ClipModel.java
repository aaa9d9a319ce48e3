package org.egoscope.perception.internal.clip;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.perception.TextImageEncoder;
import org.egoscope.torch.ModelDirectory;
import org.egoscope.torch.TorchDevice;
import org.egoscope.torch.WeightFile;

/** One CLIP with its vocabulary and its way to see pictures. */
public final class ClipModel implements TextImageEncoder {
    /** More pictures at once take more memory and save no time on a CPU. */
    private static final int BATCH = 8;

    private static final int TEXT_BATCH = 32;

    private final ClipNetwork network;
    private final BpeTokenizer tokenizer;
    private final ClipPreprocessor preprocessor;
    private final String name;

    private ClipModel(String name, ClipNetwork network, BpeTokenizer tokenizer, ClipPreprocessor preprocessor) {
        this.name = name;
        this.network = network;
        this.tokenizer = tokenizer;
        this.preprocessor = preprocessor;
    }

    public static ClipModel open(Path folder, TorchDevice device) {
        try {
            ClipFolder files = ClipFolder.read(folder);
            BpeVocabulary vocabulary = BpeVocabulary.open(folder);
            try (WeightFile file = WeightFile.open(files.weights(), "state_dict", "model")) {
                ClipNetwork network = ClipNetwork.load(files.named(file), files.activation(), device);
                ClipShape shape = network.shape();
                return new ClipModel(
                        files.weights().getFileName().toString(), network, new BpeTokenizer(vocabulary, shape.context()),
                        new ClipPreprocessor(shape.image(), files.mean(), files.deviation()));
            }
        } catch (PipelineException e) {
            throw e.at(folder.toString());
        }
    }

    /** Names and sha256 of the files that {@link #open} reads, for the lineage of a run. */
    public static Map<String, String> hashes(Path folder) {
        Map<String, String> hashes = new TreeMap<>();
        ClipFolder.files(folder).forEach(file -> hashes.put(file.getFileName().toString(), ModelDirectory.sha256(file)));
        return hashes;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int length() {
        return network.shape().embedding();
    }

    @Override
    public double logitScale() {
        return network.logitScale();
    }

    @Override
    public float[][] texts(List<String> texts) {
        int[][] tokens = texts.stream().map(tokenizer::tokens).toArray(int[][]::new);
        float[][] vectors = new float[tokens.length][];
        for (int start = 0; start < tokens.length; start += TEXT_BATCH) {
            int count = Math.min(TEXT_BATCH, tokens.length - start);
            int[][] part = new int[count][];
            System.arraycopy(tokens, start, part, 0, count);
            System.arraycopy(network.texts(part), 0, vectors, start, count);
        }
        return vectors;
    }

    @Override
    public float[][] crops(ByteBuffer rgb, ImageSize size, List<BoundingBox> boxes) {
        List<ClipPreprocessor.Part> parts = new ArrayList<>();
        boxes.forEach(box -> parts.add(ClipPreprocessor.around(box, size.width(), size.height())));
        return encode(rgb, size, parts);
    }

    @Override
    public float[] picture(ByteBuffer rgb, ImageSize size) {
        return encode(rgb, size, List.of(new ClipPreprocessor.Part(0, 0, size.width(), size.height())))[0];
    }

    private float[][] encode(ByteBuffer rgb, ImageSize size, List<ClipPreprocessor.Part> parts) {
        int values = 3 * network.shape().image() * network.shape().image();
        float[][] vectors = new float[parts.size()][];
        for (int start = 0; start < parts.size(); start += BATCH) {
            int count = Math.min(BATCH, parts.size() - start);
            float[] pictures = new float[count * values];
            for (int i = 0; i < count; i++) {
                preprocessor.prepare(rgb, size.width(), parts.get(start + i), pictures, i * values);
            }
            System.arraycopy(network.pictures(pictures, count), 0, vectors, start, count);
        }
        return vectors;
    }

    @Override
    public void close() {
        network.close();
    }
}
