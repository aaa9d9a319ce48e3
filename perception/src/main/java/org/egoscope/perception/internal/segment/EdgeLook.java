package org.egoscope.perception.internal.segment;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.torch.TorchModel;
import org.jspecify.annotations.Nullable;

/** Looks at pictures with edges and regions. Keeps the work arrays for the last size of picture. */
public final class EdgeLook {
    private final Optional<TorchModel> network;
    private final int workingSide;
    private @Nullable Segmenter segmenter;
    private ImageSize segmenterSize = new ImageSize(1, 1);

    /** Shares the network; does not close it. */
    public EdgeLook(Optional<TorchModel> network, int workingSide) {
        this.network = network;
        this.workingSide = workingSide;
    }

    public String method() {
        return network.isPresent() ? LdcEdges.METHOD : GradientEdges.METHOD;
    }

    private Segmenter segmenterFor(ImageSize size) {
        Segmenter current = segmenter;
        if (current == null || !size.equals(segmenterSize)) {
            EdgeDetector detector = network.isPresent()
                    ? new LdcEdges(network.get(), size.width(), size.height())
                    : new GradientEdges(size.width(), size.height());
            current = new Segmenter(size.width(), size.height(), detector);
            segmenter = current;
            segmenterSize = size;
        }
        return current;
    }

    public EdgeEmbedding embed(@Shape("H W 3") ByteBuffer rgb, ImageSize size) {
        if (!rgb.isDirect() || rgb.capacity() < size.pixels() * 3) {
            throw new IllegalArgumentException("picture: expected a direct buffer of " + size + "x3 bytes, got " + rgb.capacity());
        }
        ImageSize working = size.fitLongSide(workingSide);
        try (PointerScope scope = new PointerScope()) {
            // The pointer of a buffer starts at its position.
            Mat picture = new Mat(size.height(), size.width(), opencv_core.CV_8UC3, new BytePointer(rgb.duplicate().position(0)));
            Mat small = picture;
            if (!working.equals(size)) {
                small = new Mat();
                opencv_imgproc.resize(
                        picture, small, new Size(working.width(), working.height()), 0, 0, opencv_imgproc.INTER_AREA);
            }
            Segmenter current = segmenterFor(working);
            Hierarchy shared = current.segment(small);
            Hierarchy own = new Hierarchy(working.width(), shared.labels().clone(), shared.tree());
            LookedAt looked = new LookedAt(own, current.edges().clone(), current.lab().clone());
            return new EdgeEmbedding(this, rgb, new PictureScale(size, working), looked);
        }
    }
}
