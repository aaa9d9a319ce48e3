package org.egoscope.app.segment;

import java.awt.image.BufferedImage;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.video.SessionId;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.ingest.ChunkDecoder;
import org.egoscope.ingest.IngestConfig;
import org.egoscope.ingest.VideoSource;
import org.egoscope.perception.Picture;

/** The picture in a file, the pictures of a folder in the order of their names, or some of the frames of a video, at full size. */
final class Pictures {
    /** Most pixels along a side that the decoder gives. */
    private static final int LONGEST_SIDE = 8192;

    private Pictures() {}

    /** @param sink is given one picture after another, each valid until it returns */
    static void read(PictureSelection selection, Consumer<SourcePicture> sink) {
        Path source = selection.source();
        if (Files.isDirectory(source)) {
            readFolder(selection, sink);
            return;
        }
        Optional<Picture> picture = still(source);
        if (picture.isPresent()) {
            sink.accept(new SourcePicture(0, nameOf(source), picture.get()));
        } else {
            readVideo(selection, sink);
        }
    }

    private static String nameOf(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** The picture as viewers show it; empty if the file holds none. */
    static Optional<Picture> still(Path file) {
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            if (in == null) {
                throw PipelineException.badInput("picture " + file + ": cannot read, " + (Files.exists(file) ? "no permission" : "no such file"));
            }
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return Optional.empty();
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                checkSize(file, reader.getWidth(0), reader.getHeight(0));
                return Optional.of(upright(reader.read(0), turnOf(file)));
            } finally {
                reader.dispose();
            }
        } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException e) {
            // Besides what they declare, readers of broken files throw these.
            throw new PipelineException(ErrorKind.BAD_INPUT, "picture " + file + ": cannot read, " + e.getMessage(), e);
        }
    }

    /** Before a pixel is decoded: a small file can claim a picture that no memory holds. */
    private static void checkSize(Path file, int width, int height) {
        if (width > LONGEST_SIDE || height > LONGEST_SIDE) {
            throw PipelineException.badInput("picture " + file + ": expected at most " + LONGEST_SIDE + " pixels a side, got " + width + "x" + height);
        }
    }

    private static PictureTurn turnOf(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return PictureTurn.of(in);
        }
    }

    private static Picture upright(BufferedImage image, PictureTurn turn) {
        int width = image.getWidth();
        int height = image.getHeight();
        ByteBuffer rgb = ByteBuffer.allocateDirect(width * height * 3);
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                int place = turn.placeOf(x, y, width, height) * 3;
                rgb.put(place, (byte) (row[x] >> 16)).put(place + 1, (byte) (row[x] >> 8)).put(place + 2, (byte) row[x]);
            }
        }
        return new Picture(rgb, turn.isSideways() ? new ImageSize(height, width) : new ImageSize(width, height));
    }

    private static void readFolder(PictureSelection selection, Consumer<SourcePicture> sink) {
        List<Path> files = picturesIn(selection.source());
        int most = selection.most().orElse(Integer.MAX_VALUE);
        for (int i = 0; i < files.size() && i / selection.every() < most; i += selection.every()) {
            Path file = files.get(i);
            Picture picture = still(file)
                    .orElseThrow(() -> PipelineException.badInput("picture " + file + ": expected what its name says, got another format"));
            sink.accept(new SourcePicture(i, nameOf(file), picture));
        }
    }

    private static List<Path> picturesIn(Path folder) {
        Set<String> endings = new TreeSet<>(Arrays.asList(ImageIO.getReaderFileSuffixes()));
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> pictures = files.filter(Files::isRegularFile).filter(file -> endings.contains(endingOf(file))).sorted().toList();
            if (pictures.isEmpty()) {
                throw PipelineException.badInput("folder " + folder + ": expected pictures (" + String.join(", ", endings) + "), got none");
            }
            return pictures;
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.BAD_INPUT, "folder " + folder + ": cannot list, " + e, e);
        }
    }

    private static String endingOf(Path file) {
        String name = nameOf(file).toLowerCase(Locale.ROOT);
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static void readVideo(PictureSelection selection, Consumer<SourcePicture> sink) {
        Path file = selection.source();
        IngestConfig config = IngestConfig.defaults().withLongSidePixels(LONGEST_SIDE);
        int most = selection.most().orElse(1);
        long[] taken = new long[1];
        try (VideoSource source = VideoSource.open(file.toUri(), SessionId.fromName(nameOf(file)), config);
                ChunkDecoder decoder = new ChunkDecoder(config)) {
            while (source.hasNext() && taken[0] < most) {
                source.next().items().forEach(chunk -> {
                    if (taken[0] >= most) {
                        return;
                    }
                    decoder.accept(chunk, event -> {
                        if (event instanceof VideoFrame frame && frame.frameIndex() % selection.every() == 0 && taken[0]++ < most) {
                            sink.accept(new SourcePicture(frame.frameIndex(), nameOf(file), Picture.of(frame)));
                        }
                    });
                });
            }
        }
    }
}
