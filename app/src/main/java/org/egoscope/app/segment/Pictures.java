package org.egoscope.app.segment;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.video.SessionId;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.ingest.ChunkDecoder;
import org.egoscope.ingest.IngestConfig;
import org.egoscope.ingest.VideoSource;

/** The picture in a file, or some of the frames of a video, at full size. */
final class Pictures {
    /** Most pixels along a side that the decoder gives. */
    private static final int LONGEST_SIDE = 8192;

    private Pictures() {}

    /** Takes pictures one after another. */
    interface PictureSink {
        /** @param rgb direct, {@code [H, W, 3]}; valid until this returns */
        void picture(long index, ByteBuffer rgb, ImageSize size);
    }

    /**
     * @param every of a video each so-many-th frame from the first is taken
     * @param most of a video at most this many are taken
     */
    static void read(Path file, int every, int most, PictureSink sink) {
        Optional<BufferedImage> picture = still(file);
        if (picture.isPresent()) {
            BufferedImage image = picture.get();
            sink.picture(0, bytes(image), new ImageSize(image.getWidth(), image.getHeight()));
        } else {
            readVideo(file, every, most, sink);
        }
    }

    private static Optional<BufferedImage> still(Path file) {
        try {
            return Optional.ofNullable(ImageIO.read(file.toFile()));
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.BAD_INPUT, "picture " + file + ": cannot read, " + e.getMessage(), e);
        }
    }

    private static ByteBuffer bytes(BufferedImage image) {
        int width = image.getWidth();
        ByteBuffer rgb = ByteBuffer.allocateDirect(width * image.getHeight() * 3);
        int[] row = new int[width];
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int pixel : row) {
                rgb.put((byte) (pixel >> 16)).put((byte) (pixel >> 8)).put((byte) pixel);
            }
        }
        return rgb.flip();
    }

    private static void readVideo(Path file, int every, int most, PictureSink sink) {
        IngestConfig config = IngestConfig.defaults().withLongSidePixels(LONGEST_SIDE);
        long[] taken = new long[1];
        try (VideoSource source = VideoSource.open(file.toUri(), SessionId.fromName(file.getFileName().toString()), config);
                ChunkDecoder decoder = new ChunkDecoder(config)) {
            while (source.hasNext() && taken[0] < most) {
                source.next().items().forEach(chunk -> {
                    if (taken[0] >= most) {
                        return;
                    }
                    decoder.accept(chunk, event -> {
                        if (event instanceof VideoFrame frame && frame.frameIndex() % every == 0 && taken[0]++ < most) {
                            sink.picture(frame.frameIndex(), frame.rgb(), frame.size());
                        }
                    });
                });
            }
        }
    }
}
