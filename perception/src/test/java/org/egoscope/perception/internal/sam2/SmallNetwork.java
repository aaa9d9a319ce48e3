package org.egoscope.perception.internal.sam2;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.perception.internal.sam.RandomWeights;
import org.egoscope.torch.TorchDevice;

/** A SAM 2.1 so small that hundreds of frames take seconds; its weights are by chance. */
public final class SmallNetwork {
    static final Sam2Shape SHAPE = new Sam2Shape(
            "small", 64, new HieraShape(8, 1, List.of(1, 1, 2, 1), Set.of(3), List.of(4, 2, 4, 2), 4), 64, 16, 32, 2, 4, 5);

    private SmallNetwork() {}

    public static Sam2Network load(long seed) {
        return Sam2Network.load(new RandomWeights(Sam2Parameters.of(SHAPE), seed), SHAPE, TorchDevice.CPU);
    }

    /** A bright square that walks over noise. */
    static ByteBuffer frame(int number, ImageSize size, long seed) {
        Random random = new Random(seed + number);
        ByteBuffer rgb = ByteBuffer.allocateDirect(3 * size.pixels());
        for (int y = 0; y < size.height(); y++) {
            for (int x = 0; x < size.width(); x++) {
                boolean inside = Math.abs(x - (10 + number) % size.width()) < 8 && Math.abs(y - size.height() / 2) < 8;
                for (int c = 0; c < 3; c++) {
                    rgb.put((byte) ((inside ? 200 : 60) + random.nextInt(40)));
                }
            }
        }
        return rgb.flip();
    }
}
