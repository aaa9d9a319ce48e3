package org.egoscope.perception.internal.sam2;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Mask;
import org.egoscope.perception.Picture;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.Tensor.Interpolation;
import org.egoscope.torch.TensorScope;
import org.egoscope.torch.Tensors;
import org.jspecify.annotations.Nullable;

/** The frame that prompts refer to. Its pixels are kept, so that its maps can be made again after a restart. */
final class PresentFrame {
    private final Sam2Network network;
    private final PictureInput input;
    private long number = -1;
    private @Nullable ImageSize size;
    private byte[] pixels = {};
    private @Nullable PictureMaps maps;
    private final Deque<Expected> expected = new ArrayDeque<>();

    /** A frame that was looked at before it came. */
    private record Expected(byte[] pixels, ImageSize size, PictureMaps maps) {
        boolean is(byte[] otherPixels, ImageSize otherSize) {
            return size.equals(otherSize) && Arrays.equals(pixels, otherPixels);
        }
    }

    PresentFrame(Sam2Network network) {
        this.network = network;
        input = new PictureInput(network.shape().imageSize(), network.device());
    }

    void next(ByteBuffer rgb, ImageSize newSize) {
        set(number + 1, rgb, newSize);
        maps = takeExpected(newSize);
        maps();
    }

    private @Nullable PictureMaps takeExpected(ImageSize newSize) {
        Expected first = expected.peek();
        if (first != null && first.is(pixels, newSize)) {
            return expected.remove().maps();
        }
        forgetExpected();
        return null;
    }

    /** Looks at the next frames together. */
    void expect(List<Picture> coming) {
        forgetExpected();
        if (coming.size() < 2) {
            return;
        }
        try (TensorScope scope = TensorScope.inference()) {
            List<PictureMaps> all = network.encodeAll(input.normalised(coming));
            for (int i = 0; i < all.size(); i++) {
                ImageSize itsSize = coming.get(i).size();
                byte[] itsPixels = new byte[3 * itsSize.pixels()];
                coming.get(i).rgb().duplicate().position(0).get(itsPixels);
                expected.add(new Expected(itsPixels, itsSize, all.get(i)));
            }
        }
    }

    private void forgetExpected() {
        expected.forEach(one -> one.maps().close());
        expected.clear();
    }

    /** The maps are made when they are asked for. */
    void set(long newNumber, ByteBuffer rgb, ImageSize newSize) {
        forgetMaps();
        number = newNumber;
        size = newSize;
        int bytes = 3 * newSize.pixels();
        if (pixels.length != bytes) {
            pixels = new byte[bytes];
        }
        rgb.duplicate().position(0).get(pixels);
    }

    /** Frames that came before it. */
    long number() {
        return number;
    }

    ImageSize size() {
        if (size == null) {
            throw new IllegalStateException("prompt: expected a frame before it, got none");
        }
        return size;
    }

    boolean exists() {
        return size != null;
    }

    byte[] pixels() {
        return pixels;
    }

    PictureMaps maps() {
        if (maps == null) {
            try (TensorScope scope = TensorScope.inference()) {
                maps = network.encode(input.normalised(ByteBuffer.wrap(pixels), size()));
            }
        }
        return maps;
    }

    /** {@code [side, side]}: a mask, 0 or 1, stretched over the square that the network sees. */
    float[] square(Mask mask) {
        size();
        int side = network.shape().imageSize();
        ImageSize given = mask.size();
        byte[] bitmap = new byte[given.pixels()];
        mask.copyTo(bitmap);
        float[] values = new float[bitmap.length];
        for (int i = 0; i < bitmap.length; i++) {
            values[i] = bitmap[i];
        }
        if (given.width() == side && given.height() == side) {
            return values;
        }
        try (TensorScope scope = TensorScope.inference()) {
            Tensor soft = Tensors.of(values, network.device(), 1, 1, given.height(), given.width())
                    .resize(Interpolation.BILINEAR_ANTIALIASED, side, side);
            float[] square = soft.toArray();
            for (int i = 0; i < square.length; i++) {
                square[i] = square[i] >= 0.5f ? 1 : 0;
            }
            return square;
        }
    }

    private void forgetMaps() {
        if (maps != null) {
            maps.close();
            maps = null;
        }
    }

    void clear() {
        forgetMaps();
        forgetExpected();
        number = -1;
        size = null;
        pixels = new byte[0];
    }
}
