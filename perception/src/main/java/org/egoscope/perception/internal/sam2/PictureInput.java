package org.egoscope.perception.internal.sam2;

import java.nio.ByteBuffer;
import java.util.List;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.perception.Picture;
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

    /**
     * A rectangle of a picture.
     *
     * @param x left side, pixels
     * @param y top side
     * @param size of the rectangle
     */
    record Part(int x, int y, ImageSize size) {}

    /** {@code [1, 3, side, side]}. */
    Tensor normalised(@Shape("H W 3") ByteBuffer rgb, ImageSize size) {
        return normalised(rgb, size, new Part(0, 0, size));
    }

    /** {@code [B, 3, side, side]}. */
    Tensor normalised(List<Picture> pictures) {
        return Tensors.cat(0, pictures.stream().map(picture -> normalised(picture.rgb(), picture.size())).toList());
    }

    /** {@code [1, 3, side, side]} of a part of a picture. */
    Tensor normalised(@Shape("H W 3") ByteBuffer rgb, ImageSize size, Part part) {
        int width = part.size().width();
        int height = part.size().height();
        int pixels = part.size().pixels();
        if (planes.length < 3 * pixels) {
            planes = new float[3 * pixels];
        }
        for (int y = 0; y < height; y++) {
            int from = 3 * ((part.y() + y) * size.width() + part.x());
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < 3; c++) {
                    planes[c * pixels + y * width + x] = (rgb.get(from + 3 * x + c) & 0xff) / 255f;
                }
            }
        }
        Tensor picture = Tensors.of(planes, device, 1, 3, height, width);
        Tensor square = width == side && height == side ? picture : picture.resize(Interpolation.BILINEAR_ANTIALIASED, side, side);
        return square.sub(Tensors.of(MEAN, device, 1, 3, 1, 1)).div(Tensors.of(SPREAD, device, 1, 3, 1, 1));
    }
}
