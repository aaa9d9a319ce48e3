package org.egoscope.perception.internal.sam2;

import java.nio.ByteBuffer;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.Tensor.Interpolation;
import org.egoscope.torch.Tensors;
import org.egoscope.torch.TorchDevice;

/** Pictures as the network wants them: a square, whatever their shape was, and normalised with the mean and spread of ImageNet. */
final class PictureInput {
    private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
    private static final float[] SPREAD = {0.229f, 0.224f, 0.225f};

    private final int side;
    private final TorchDevice device;
    private float[] planes = {};

    PictureInput(int side, TorchDevice device) {
        this.side = side;
        this.device = device;
    }

    /** {@code [1, 3, side, side]}. */
    Tensor normalised(@Shape("H W 3") ByteBuffer rgb, ImageSize size) {
        int pixels = size.pixels();
        if (planes.length < 3 * pixels) {
            planes = new float[3 * pixels];
        }
        for (int i = 0; i < pixels; i++) {
            for (int c = 0; c < 3; c++) {
                planes[c * pixels + i] = (rgb.get(3 * i + c) & 0xff) / 255f;
            }
        }
        Tensor picture = Tensors.of(planes, device, 1, 3, size.height(), size.width());
        Tensor square = size.width() == side && size.height() == side
                ? picture
                : picture.resize(Interpolation.BILINEAR_ANTIALIASED, side, side);
        return square.sub(Tensors.of(MEAN, device, 1, 3, 1, 1)).div(Tensors.of(SPREAD, device, 1, 3, 1, 1));
    }
}
