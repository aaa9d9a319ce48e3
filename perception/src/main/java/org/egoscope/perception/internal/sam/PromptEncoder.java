package org.egoscope.perception.internal.sam;

import org.egoscope.core.Shape;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.Tensors;
import org.jspecify.annotations.Nullable;

/**
 * Points, boxes and masks to vectors: random Fourier features of the place (Tancik et al. 2020) plus a learned vector for the kind.
 * Coordinates are pixels of the square picture that the network sees. Results live in the caller's scope.
 */
public final class PromptEncoder implements AutoCloseable {
    /** Label of a vector that stands for no point. */
    public static final int NO_POINT = -1;

    public static final int BACKGROUND = 0;
    public static final int FOREGROUND = 1;
    /** Label of a box's left top corner given as a point, as SAM 2 does. */
    public static final int BOX_START = 2;
    /** Label of a box's right bottom corner given as a point. */
    public static final int BOX_END = 3;

    private final Layers layers;
    private final DecoderConfig config;
    private final String prefix;
    private final Tensor kinds;
    private final Tensor densePositions;

    public PromptEncoder(Layers layers, DecoderConfig config) {
        this.layers = layers;
        this.config = config;
        this.prefix = config.family().promptEncoder();
        this.kinds = kinds().keep();
        this.densePositions = grid().keep();
    }

    /** Row {@code label + 1} is the vector of that label. */
    private Tensor kinds() {
        String points = prefix + ".point_embeddings.";
        return Tensors.cat(0, layers.weight(prefix + ".not_a_point_embed.weight"), layers.weight(points + "0.weight"),
                layers.weight(points + "1.weight"), layers.weight(points + "2.weight"), layers.weight(points + "3.weight"));
    }

    private Tensor grid() {
        int side = config.grid();
        float[] centres = new float[side * side * 2];
        for (int i = 0; i < side * side; i++) {
            centres[2 * i] = (i % side + 0.5f) / side;
            centres[2 * i + 1] = (i / side + 0.5f) / side;
        }
        return places(Tensors.of(centres, layers.device(), 1, side * (long) side, 2));
    }

    /** {@code [..., 2]} in 0..1 to {@code [..., C]}. */
    private Tensor places(Tensor unitSquare) {
        Tensor matrix = layers.weight(prefix + ".pe_layer.positional_encoding_gaussian_matrix");
        Tensor angles = unitSquare.mul(2).add(-1).matmul(matrix).mul(2 * Math.PI);
        return Tensors.cat(-1, angles.sin(), angles.cos());
    }

    /** {@code [1, cells, C]}: the place of each cell of the embedding, row by row. */
    public Tensor densePositions() {
        return densePositions;
    }

    /**
     * The same number of points for each prompt of a batch.
     *
     * @param xy pixels
     * @param labels {@link #NO_POINT} to {@link #BOX_END}
     * @param padded whether one vector for no point is appended, as the networks expect where there is no box
     * @return {@code [B, N (+ 1), C]}
     */
    public Tensor points(@Shape("B N 2") float[] xy, @Shape("B N") int[] labels, int batch, boolean padded) {
        int given = labels.length / batch;
        int count = given + (padded ? 1 : 0);
        float[] unit = new float[batch * count * 2];
        float[] real = new float[batch * count];
        int[] rows = new int[batch * count];
        for (int b = 0; b < batch; b++) {
            for (int i = 0; i < given; i++) {
                int from = b * given + i;
                int to = b * count + i;
                // The middle of a pixel.
                unit[2 * to] = (xy[2 * from] + 0.5f) / config.imageSide();
                unit[2 * to + 1] = (xy[2 * from + 1] + 0.5f) / config.imageSide();
                real[to] = labels[from] == NO_POINT ? 0 : 1;
                rows[to] = labels[from] + 1;
            }
        }
        Tensor place = places(Tensors.of(unit, layers.device(), batch, count, 2));
        Tensor kind = kinds.select(0, rows).reshape(batch, count, config.width());
        return place.mul(Tensors.of(real, layers.device(), batch, count, 1)).add(kind);
    }

    /**
     * One box for each prompt of a batch.
     *
     * @param corners left, top, right, bottom, pixels
     * @return {@code [B, 2, C]}
     */
    public Tensor boxes(@Shape("B 4") float[] corners, int batch) {
        int[] labels = new int[2 * batch];
        for (int b = 0; b < batch; b++) {
            labels[2 * b] = BOX_START;
            labels[2 * b + 1] = BOX_END;
        }
        return points(corners, labels, batch, false);
    }

    /**
     * What is added to the embedding.
     *
     * @param logits {@code [B, 1, S, S]} of a quarter of the picture's side; {@code null} where there is no mask
     * @return {@code [B, cells, C]}, or {@code [1, 1, C]} without a mask
     */
    public Tensor dense(@Nullable Tensor logits) {
        if (logits == null) {
            return layers.weight(prefix + ".no_mask_embed.weight").unsqueeze(0);
        }
        String mask = prefix + ".mask_downscaling.";
        Tensor x = layers.layerNorm2d(mask + 1, layers.conv(mask + 0, logits, 2, 0)).gelu();
        x = layers.layerNorm2d(mask + 4, layers.conv(mask + 3, x, 2, 0)).gelu();
        return Layers.tokens(layers.conv(mask + 6, x, 1, 0));
    }

    @Override
    public void close() {
        kinds.release();
        densePositions.release();
    }
}
