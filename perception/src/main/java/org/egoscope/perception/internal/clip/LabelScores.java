package org.egoscope.perception.internal.clip;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.egoscope.perception.TextImageEncoder;

/**
 * Names by the probability that a picture shows them: softmax of the scaled products with the names' vectors and with those of what else
 * may be there, so that a thing off the list is not forced into it. A name's vector is the mean over a few sentences (Radford et al. 2021,
 * section 3.1.4).
 */
public final class LabelScores {
    private static final List<String> SENTENCES =
            List.of("a photo of a %s.", "a close-up photo of a %s.", "a photo of a %s on a table.", "a blurry photo of a %s.");

    /** Regions of pictures that no list of things names. */
    private static final List<String> OTHERS = List.of(
            "thing", "background", "wall", "floor", "ceiling", "table top", "window", "shadow", "hand", "arm", "person", "piece of cloth");

    private final List<String> names;
    private final float[][] vectors;
    private final double scale;

    /**
     * A name with its probability.
     *
     * @param probability 0..1
     */
    record Best(String name, float probability) {}

    private LabelScores(List<String> names, float[][] vectors, double scale) {
        this.names = names;
        this.vectors = vectors;
        this.scale = scale;
    }

    public static LabelScores of(TextImageEncoder encoder, List<String> names) {
        if (names.isEmpty()) {
            return new LabelScores(names, new float[0][], 1);
        }
        List<String> all = new ArrayList<>(names);
        OTHERS.stream().filter(other -> !names.contains(other)).forEach(all::add);
        List<String> texts = new ArrayList<>();
        all.forEach(name -> SENTENCES.forEach(sentence -> texts.add(String.format(sentence, name))));
        float[][] each = encoder.texts(texts);
        float[][] vectors = new float[all.size()][];
        for (int i = 0; i < vectors.length; i++) {
            float[] sum = new float[encoder.length()];
            for (int k = 0; k < SENTENCES.size(); k++) {
                UnitVectors.add(sum, each[i * SENTENCES.size() + k]);
            }
            vectors[i] = UnitVectors.unit(sum);
        }
        return new LabelScores(List.copyOf(names), vectors, encoder.logitScale());
    }

    /** The most probable of the names; empty if there are none to choose from. */
    Optional<Best> best(float[] picture) {
        if (names.isEmpty()) {
            return Optional.empty();
        }
        double[] logits = new double[vectors.length];
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < logits.length; i++) {
            logits[i] = scale * UnitVectors.product(vectors[i], picture);
            largest = Math.max(largest, logits[i]);
        }
        double total = 0;
        int best = 0;
        for (int i = 0; i < logits.length; i++) {
            total += Math.exp(logits[i] - largest);
            best = i < names.size() && logits[i] > logits[best] ? i : best;
        }
        return Optional.of(new Best(names.get(best), (float) (Math.exp(logits[best] - largest) / total)));
    }
}
