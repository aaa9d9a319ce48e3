package org.egoscope.app.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.perception.Picture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PicturesTest {
    private static final int WIDTH = 48;
    private static final int HEIGHT = 32;

    @TempDir
    Path folder;

    /** Quarters: red where the first stored row begins, green where it ends, blue where the last row begins, white where it ends. */
    private static byte[] jpeg() throws IOException {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                boolean left = x < WIDTH / 2;
                boolean top = y < HEIGHT / 2;
                image.setRGB(x, y, left ? top ? 0xFF0000 : 0x0000FF : top ? 0x00FF00 : 0xFFFFFF);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "jpg", bytes);
        return bytes.toByteArray();
    }

    /** The file with a segment of Exif behind its first two bytes, a directory of two entries. */
    private static byte[] withOrientation(byte[] jpeg, int orientation, ByteOrder order) {
        ByteBuffer tiff = ByteBuffer.allocate(8 + 2 + 24 + 4).order(order);
        tiff.put((order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM").getBytes(StandardCharsets.US_ASCII));
        tiff.putShort((short) 42).putInt(8).putShort((short) 2);
        tiff.putShort((short) 0x0100).putShort((short) 3).putInt(1).putShort((short) WIDTH).putShort((short) 0);
        tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) orientation).putShort((short) 0).putInt(0);
        ByteBuffer file = ByteBuffer.allocate(jpeg.length + 10 + tiff.capacity());
        file.put(jpeg, 0, 2).putShort((short) 0xFFE1).putShort((short) (8 + tiff.capacity()));
        file.put("Exif\0\0".getBytes(StandardCharsets.ISO_8859_1)).put(tiff.array()).put(jpeg, 2, jpeg.length - 2);
        return file.array();
    }

    private static char colourAt(Picture picture, int x, int y) {
        int at = (y * picture.size().width() + x) * 3;
        boolean red = (picture.rgb().get(at) & 0xFF) > 128;
        boolean green = (picture.rgb().get(at + 1) & 0xFF) > 128;
        boolean blue = (picture.rgb().get(at + 2) & 0xFF) > 128;
        return red && green && blue ? 'w' : red ? 'r' : green ? 'g' : blue ? 'b' : '?';
    }

    /** Colours at the upright picture's corners by the text of the standard: where the stored first row and column are to be seen. */
    @ParameterizedTest
    @CsvSource({"1,rgbw", "2,grwb", "3,wbgr", "4,bwrg", "5,rbgw", "6,brwg", "7,wgbr", "8,gwrb"})
    void aPictureIsTurnedAsItsExifSays(int orientation, String corners) throws IOException {
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            Path file = Files.write(folder.resolve("turned.jpg"), withOrientation(jpeg(), orientation, order));
            Picture picture = Pictures.still(file).orElseThrow();
            boolean sideways = orientation > 4;
            assertThat(picture.size()).isEqualTo(sideways ? new ImageSize(HEIGHT, WIDTH) : new ImageSize(WIDTH, HEIGHT));
            int right = picture.size().width() - 5;
            int bottom = picture.size().height() - 5;
            String seen = "" + colourAt(picture, 4, 4) + colourAt(picture, right, 4) + colourAt(picture, 4, bottom)
                    + colourAt(picture, right, bottom);
            assertThat(seen).as("orientation %d, %s", orientation, order).isEqualTo(corners);
        }
    }

    @Test
    void whatIsNoValidExifLeavesThePictureAsItIsStored() throws IOException {
        byte[] plain = jpeg();
        byte[] pointsOutside = withOrientation(plain, 6, ByteOrder.BIG_ENDIAN);
        // The offset of the directory.
        pointsOutside[2 + 4 + 6 + 4] = 0x7F;
        for (byte[] bytes : List.of(plain, pointsOutside, withOrientation(plain, 99, ByteOrder.LITTLE_ENDIAN))) {
            Picture picture = Pictures.still(Files.write(folder.resolve("plain.jpg"), bytes)).orElseThrow();
            assertThat(picture.size()).isEqualTo(new ImageSize(WIDTH, HEIGHT));
            assertThat(colourAt(picture, 4, 4)).isEqualTo('r');
        }
    }

    @Test
    void aFileThatClaimsAHugePictureIsRefusedBeforeItIsDecoded() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", bytes);
        ByteBuffer png = ByteBuffer.wrap(bytes.toByteArray());
        // The first chunk: length, name, width at 16, height at 20, five more bytes, checksum of name and data at 29.
        png.putInt(16, 20_000).putInt(20, 20_000);
        CRC32 checksum = new CRC32();
        checksum.update(png.array(), 12, 17);
        png.putInt(29, (int) checksum.getValue());
        Path file = Files.write(folder.resolve("huge.png"), png.array());
        assertThatThrownBy(() -> Pictures.still(file))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("expected at most 8192 pixels a side, got 20000x20000");
    }

    @Test
    void aBrokenPictureIsNamedWithItsReason() throws IOException {
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 1};
        Path file = Files.write(folder.resolve("broken.png"), png);
        assertThatThrownBy(() -> Pictures.still(file)).isInstanceOf(PipelineException.class).hasMessageContaining("broken.png");
        assertThatThrownBy(() -> Pictures.still(folder.resolve("none.png")))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("no such file");
    }
}
