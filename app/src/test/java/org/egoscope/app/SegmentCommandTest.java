package org.egoscope.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Mask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A picture through the command, without weights. */
class SegmentCommandTest {
    private static final ImageSize SIZE = new ImageSize(160, 120);

    @TempDir
    private Path folder;

    /** A red square of 60 x 50 at (40, 30) on green. */
    private Path picture() throws IOException {
        BufferedImage image = new BufferedImage(SIZE.width(), SIZE.height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(20, 120, 40));
        graphics.fillRect(0, 0, SIZE.width(), SIZE.height());
        graphics.setColor(new Color(200, 30, 30));
        graphics.fillRect(40, 30, 60, 50);
        graphics.dispose();
        Path file = folder.resolve("square.png");
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    private static Mask square() {
        byte[] bitmap = new byte[SIZE.pixels()];
        for (int y = 30; y < 80; y++) {
            for (int x = 40; x < 100; x++) {
                bitmap[y * SIZE.width() + x] = 1;
            }
        }
        return Mask.ofBitmap(SIZE, bitmap);
    }

    @Test
    void aBoxGivesTheThingAsCocoAnnotationMaskAndOverlay() throws IOException {
        Path out = folder.resolve("out");
        Terminal terminal = Terminal.run("segment", picture(), "--model", "edges", "--box", "36,26,104,84", "--out", out);
        assertThat(terminal.exitCode()).as(terminal.text()).isZero();
        JsonNode document = new ObjectMapper().readTree(out.resolve("annotations.json").toFile());
        assertThat(document.get("images")).hasSize(1);
        JsonNode annotation = document.get("annotations").get(0);
        Mask mask = Mask.ofCompressedRuns(SIZE, annotation.get("segmentation").get("counts").asText());
        assertThat(mask.iou(square())).isGreaterThan(0.9);
        assertThat(annotation.get("area").asInt()).isEqualTo(mask.area());
        assertThat(annotation.get("segmentation").get("size").get(0).asInt()).isEqualTo(SIZE.height());
        assertThat(annotation.get("bbox").get(2).asDouble()).isEqualTo(mask.boundingBox().width());
        assertThat(maskIn(out.resolve("masks/000000_000.png"))).isEqualTo(mask);
        BufferedImage overlay = ImageIO.read(out.resolve("overlay_000000.png").toFile());
        assertThat(overlay.getRGB(5, 5)).isEqualTo(new Color(20, 120, 40).getRGB());
        assertThat(overlay.getRGB(70, 50)).isNotEqualTo(new Color(200, 30, 30).getRGB());
    }

    private static Mask maskIn(Path file) throws IOException {
        BufferedImage image = ImageIO.read(file.toFile());
        byte[] bitmap = new byte[SIZE.pixels()];
        for (int i = 0; i < bitmap.length; i++) {
            bitmap[i] = (byte) (image.getRGB(i % SIZE.width(), i / SIZE.width()) & 1);
        }
        return Mask.ofBitmap(SIZE, bitmap);
    }

    @Test
    void everythingHasTheSquareAmongItsMasks() throws IOException {
        Path out = folder.resolve("all");
        Terminal terminal = Terminal.run("segment", picture(), "--everything", "--points-per-side", "8", "--out", out);
        assertThat(terminal.exitCode()).as(terminal.text()).isZero();
        double best = 0;
        for (JsonNode annotation : new ObjectMapper().readTree(out.resolve("annotations.json").toFile()).get("annotations")) {
            Mask mask = Mask.ofCompressedRuns(SIZE, annotation.get("segmentation").get("counts").asText());
            assertThat(annotation.get("point_coords").get(0)).hasSize(2);
            best = Math.max(best, mask.iou(square()));
        }
        assertThat(best).isGreaterThan(0.9);
    }

    @Test
    void aFolderIsLookedAtPictureByPictureInTheOrderOfNames() throws IOException {
        Path pictures = Files.createDirectory(folder.resolve("pictures"));
        Files.copy(picture(), pictures.resolve("b.png"));
        Files.copy(picture(), pictures.resolve("a.PNG"));
        Files.copy(picture(), pictures.resolve("c.png"));
        Files.writeString(pictures.resolve("notes.txt"), "no picture");
        JsonNode alone = annotations(pictures, "alone", "--batch", "1");
        JsonNode together = annotations(pictures, "together", "--batch", "2");
        assertThat(alone.get("images")).extracting(image -> image.get("source").asText()).containsExactly("a.PNG", "b.png", "c.png");
        assertThat(alone.get("annotations")).extracting(annotation -> annotation.get("image_id").asInt()).containsExactly(0, 1, 2);
        assertThat(together).isEqualTo(alone);
        JsonNode some = annotations(pictures, "some", "--every", "2", "--frames", "1");
        assertThat(some.get("images")).extracting(image -> image.get("source").asText()).containsExactly("a.PNG");
        assertThat(annotations(pictures, "others", "--every", "2").get("images")).hasSize(2);
    }

    private JsonNode annotations(Path source, String name, Object... options) throws IOException {
        Path out = folder.resolve(name);
        List<Object> arguments = new ArrayList<>(List.of("segment", source, "--box", "36,26,104,84", "--out", out));
        arguments.addAll(List.of(options));
        Terminal terminal = Terminal.run(arguments.toArray());
        assertThat(terminal.exitCode()).as(terminal.text()).isZero();
        return new ObjectMapper().readTree(out.resolve("annotations.json").toFile());
    }

    @Test
    void refiningKeepsTheThing() throws IOException {
        JsonNode refined = annotations(picture(), "refined", "--refine").get("annotations").get(0);
        Mask mask = Mask.ofCompressedRuns(SIZE, refined.get("segmentation").get("counts").asText());
        assertThat(mask.iou(square())).isGreaterThan(0.9);
    }

    @Test
    void aFolderWithoutPicturesAndAFileThatIsNotThereAreRefused() {
        assertRefused("expected pictures (", ErrorKind.BAD_INPUT, folder, "--points", "1,1");
        assertRefused("no such file", ErrorKind.BAD_INPUT, folder.resolve("none.png"), "--points", "1,1");
    }

    @Test
    void whatIsNotAPromptIsNamed() throws IOException {
        Path picture = picture();
        assertRefused("--points: expected x,y or x,y,0, got 12", ErrorKind.BAD_CONFIG, picture, "--points", "12");
        assertRefused("got 9,9,1,1", ErrorKind.BAD_CONFIG, picture, "--box", "9,9,1,1");
        assertRefused("expected --points, --box or --everything", ErrorKind.BAD_CONFIG, picture);
        assertRefused("--points: expected within the picture of 160x120, got 161.0,5.0", ErrorKind.BAD_CONFIG, picture, "--points", "161,5");
        assertRefused("--box: expected to meet the picture", ErrorKind.BAD_CONFIG, picture, "--box", "10,120,20,130");
        assertRefused("threads: expected >= 1, got 0", ErrorKind.BAD_CONFIG, picture, "--points", "1,1", "--threads", "0");
        assertRefused("--refine: expected --points or --box", ErrorKind.BAD_CONFIG, picture, "--everything", "--refine");
        assertRefused("--batch: expected >= 1, got 0", ErrorKind.BAD_CONFIG, picture, "--points", "1,1", "--batch", "0");
        assertRefused("pointsPerSide: expected 1..1024, got 0", ErrorKind.BAD_CONFIG, picture, "--everything", "--points-per-side", "0");
        assertRefused("at most one with --points", ErrorKind.BAD_CONFIG, picture, "--points", "1,1", "--box", "0,0,9,9", "--box", "1,1,9,9");
    }

    @Test
    void aModelThatIsNoneIsRefused() throws IOException {
        Path model = Files.writeString(folder.resolve("model.safetensors"), "not a model");
        assertRefused("safetensors", ErrorKind.MODEL, picture(), "--model", model, "--points", "1,1");
    }

    @Test
    void followingWantsAModelWithMemoryAndPromptsOnly() throws IOException {
        Path picture = picture();
        assertRefused("--follow: expected --model of SAM 2.1", ErrorKind.BAD_CONFIG, picture, "--points", "1,1", "--follow");
        assertRefused(
                "neither --everything", ErrorKind.BAD_CONFIG, picture, "--model", picture, "--points", "1,1", "--everything", "--follow");
        assertRefused("weights", ErrorKind.MODEL, picture, "--model", folder.resolve("none.pt"), "--points", "1,1", "--follow");
    }

    private void assertRefused(String message, ErrorKind kind, Object... arguments) {
        Object[] all = new Object[arguments.length + 3];
        all[0] = "segment";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[all.length - 2] = "--out";
        all[all.length - 1] = folder.resolve("refused");
        Terminal terminal = Terminal.run(all);
        assertThat(terminal.exitCode()).as(terminal.text()).isEqualTo(kind.exitCode());
        assertThat(terminal.err()).contains(message);
    }
}
