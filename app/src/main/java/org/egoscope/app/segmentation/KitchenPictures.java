package org.egoscope.app.segmentation;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.synthetic.SceneConfig;
import org.egoscope.synthetic.SceneInstance;
import org.egoscope.synthetic.SyntheticFrame;
import org.egoscope.synthetic.SyntheticScene;

/** Rendered kitchens with exact truth: things, hands and sleeves; not the room. */
final class KitchenPictures {
    private static final long FIRST_SEED = 100;
    private static final int SEEDS = 16;
    /** Frames between the moments at which the kitchens are seen; prime to the 600 frames of the script. */
    private static final int STRIDE = 37;

    private KitchenPictures() {}

    static List<LabelledPicture> read(LabelledPicture.Rules rules) {
        List<LabelledPicture> pictures = new ArrayList<>();
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            SyntheticScene scene = SyntheticScene.of(SceneConfig.varied(seed));
            SyntheticFrame frame = scene.frame((int) (seed * STRIDE % scene.frameCount()));
            ImageSize size = frame.size();
            long[] ids = new long[size.pixels()];
            short[] shown = frame.instanceIds();
            for (int p = 0; p < ids.length; p++) {
                ids[p] = shown[p] == SceneInstance.ROOM ? 0 : shown[p];
            }
            ByteBuffer rgb = ByteBuffer.allocateDirect(size.pixels() * 3).put(frame.rgb().duplicate().rewind()).flip();
            pictures.add(new LabelledPicture("kitchen " + seed, size, rgb, LabelledPicture.objects(size, ids, rules)));
        }
        return pictures;
    }
}
