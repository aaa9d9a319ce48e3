package org.egoscope.motion.internal.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.util.List;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.motion.BodyMesh;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.junit.jupiter.api.Test;

class MeshPainterTest {
    /** A unit cube around (0, 0, 1.5). */
    private static final float[] CUBE = cube();

    private static final int[] FACES = {
        0, 2, 3, 0, 3, 1, 4, 5, 7, 4, 7, 6, 0, 1, 5, 0, 5, 4, 2, 6, 7, 2, 7, 3, 0, 4, 6, 0, 6, 2, 1, 3, 7, 1, 7, 5
    };

    private static float[] cube() {
        float[] points = new float[24];
        for (int corner = 0; corner < 8; corner++) {
            points[corner * 3] = (corner & 1) - 0.5f;
            points[corner * 3 + 1] = (corner >> 1 & 1) - 0.5f;
            points[corner * 3 + 2] = (corner >> 2) + 1;
        }
        return points;
    }

    private static boolean isRed(int rgb) {
        return (rgb >> 16 & 255) > 2 * (rgb & 255);
    }

    private static boolean isBlue(int rgb) {
        return (rgb & 255) > 2 * (rgb >> 16 & 255);
    }

    @Test
    void parallelRaysShowACubeAtItsSizeAndPlace() {
        Viewpoint view = Viewpoint.parallel(new Vec3(10, 0, 1.5), new Vec3(0, 0, 1.5), 4);
        BufferedImage image = new MeshPainter(view, 200, 200).mesh(CUBE, FACES, 0xFF2020).image();
        // 50 pixels per metre: the cube covers pixels 75 to 124 both ways.
        int wrong = 0;
        for (int y = 0; y < 200; y++) {
            for (int x = 0; x < 200; x++) {
                boolean inside = x >= 75 && x < 125 && y >= 75 && y < 125;
                wrong += isRed(image.getRGB(x, y)) == inside ? 0 : 1;
            }
        }
        assertThat(wrong).isZero();
    }

    @Test
    void inPerspectiveTheNearFaceSetsTheOutline() {
        double field = 2 * Math.atan(0.5);
        Viewpoint view = Viewpoint.perspective(new Vec3(3.5, 0, 1.5), new Vec3(0, 0, 1.5), field);
        BufferedImage image = new MeshPainter(view, 300, 300).mesh(CUBE, FACES, 0xFF2020).image();
        // The near face is 3 m away, where the picture is 3 m high: 100 pixels per metre.
        assertThat(isRed(image.getRGB(101, 150))).isTrue();
        assertThat(isRed(image.getRGB(98, 150))).isFalse();
        assertThat(isRed(image.getRGB(198, 150))).isTrue();
        assertThat(isRed(image.getRGB(201, 150))).isFalse();
    }

    @Test
    void whatIsNearerHidesWhatIsBehindWhateverIsPaintedFirst() {
        float[] behind = CUBE.clone();
        for (int at = 0; at < behind.length; at += 3) {
            behind[at] -= 3;
            behind[at + 1] += 0.5f;
        }
        Viewpoint view = Viewpoint.parallel(new Vec3(10, 0, 1.5), new Vec3(0, 0, 1.5), 4);
        for (boolean nearFirst : new boolean[] {true, false}) {
            MeshPainter painter = new MeshPainter(view, 200, 200);
            if (nearFirst) {
                painter.mesh(CUBE, FACES, 0xFF2020).mesh(behind, FACES, 0x2020FF);
            } else {
                painter.mesh(behind, FACES, 0x2020FF).mesh(CUBE, FACES, 0xFF2020);
            }
            // Seen along -x, +y lies to the right.
            BufferedImage image = painter.image();
            assertThat(isRed(image.getRGB(110, 100))).isTrue();
            assertThat(isBlue(image.getRGB(140, 100))).isTrue();
        }
    }

    @Test
    void theFloorEndsAtTheHorizonAndCarriesAShadow() {
        Viewpoint view = Viewpoint.perspective(new Vec3(6, 0, 1.5), new Vec3(0, 0, 1.5), 0.8);
        BufferedImage bare = new MeshPainter(view, 200, 200).floor().image();
        BufferedImage shaded = new MeshPainter(view, 200, 200).floor().shadow(CUBE, FACES).image();
        for (int x = 0; x < 200; x++) {
            assertThat(bare.getRGB(x, 50)).isEqualTo(bare.getRGB(0, 0));
            assertThat(bare.getRGB(x, 180)).isNotEqualTo(bare.getRGB(0, 0));
        }
        // The point below the cube lies 1.5 m under the line of sight at 6 m.
        int y = (int) (100 + 100 / Math.tan(0.4) * 1.5 / 6);
        assertThat(shaded.getRGB(100, y) & 255).isLessThan((bare.getRGB(100, y) & 255) - 20);
        assertThat(shaded.getRGB(10, y)).isEqualTo(bare.getRGB(10, y));
    }

    @Test
    void aStripShowsTheFramesAskedForAndBothBodies() {
        BodySkeleton skeleton = BodySkeleton.ofStature(1.7);
        BodyMesh body = BodyMesh.of(skeleton);
        BodySequence motion = Motions.random(skeleton, 4, 0, 2);
        BufferedImage strip = body.strip(motion, 60, 90, 3, 1);
        assertThat(strip.getWidth()).isEqualTo(120);
        assertThat(strip.getHeight()).isEqualTo(90);
        MotionStrip.Layer red = new MotionStrip.Layer(body, motion, Vec3.ZERO, 0xFF2020);
        MotionStrip.Layer blue = new MotionStrip.Layer(body, motion, new Vec3(0, 1, 0), 0x2020FF);
        BufferedImage both = MotionStrip.paint(List.of(red, blue), new MotionStrip.Panels(80, 90, 2));
        int reds = 0;
        int blues = 0;
        for (int pixel : both.getRGB(0, 0, 80, 90, null, 0, 80)) {
            reds += isRed(pixel) ? 1 : 0;
            blues += isBlue(pixel) ? 1 : 0;
        }
        assertThat(reds).isGreaterThan(100);
        assertThat(blues).isGreaterThan(100);
        assertThatThrownBy(() -> body.strip(motion, 60, 90)).isInstanceOf(PipelineException.class).hasMessageContaining("1 frame");
    }

    @Test
    void aVerticalLineOfSightIsRefused() {
        assertThatThrownBy(() -> Viewpoint.parallel(new Vec3(0, 0, 5), Vec3.ZERO, 2))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("not vertical");
    }
}
