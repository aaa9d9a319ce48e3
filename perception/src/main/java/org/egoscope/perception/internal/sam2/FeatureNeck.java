package org.egoscope.perception.internal.sam2;

import java.util.ArrayList;
import java.util.List;
import org.egoscope.perception.internal.sam.Layers;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.Tensor.Interpolation;

/** Brings the levels of the pyramid to one width and adds what the coarsest saw to the one before it. */
final class FeatureNeck {
    private final Layers layers;

    FeatureNeck(Layers layers) {
        this.layers = layers;
    }

    /**
     * Finest first, {@code [B, C, H, W]}. Only the two coarsest levels are joined; see the configurations of the official models.
     *
     * @param pyramid {@code [B, H, W, C]}, finest first
     */
    List<Tensor> levels(List<Tensor> pyramid) {
        List<Tensor> levels = new ArrayList<>();
        int coarsest = pyramid.size() - 1;
        for (int level = 0; level <= coarsest; level++) {
            // The convolutions are numbered from the coarsest level.
            String name = "image_encoder.neck.convs." + (coarsest - level) + ".conv";
            levels.add(layers.conv(name, pyramid.get(level).permute(0, 3, 1, 2), 1, 0));
        }
        Tensor fine = levels.get(coarsest - 1);
        Tensor up = levels.get(coarsest).resize(Interpolation.NEAREST, (int) fine.side(2), (int) fine.side(3));
        levels.set(coarsest - 1, fine.add(up));
        return levels;
    }
}
