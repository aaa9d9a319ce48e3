package org.egoscope.motion.internal.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.egoscope.core.PipelineException;
import org.egoscope.motion.BodyMesh;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.internal.format.CompactNpz;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GlbWriterTest {
    private static final BodySkeleton SKELETON = BodySkeleton.ofStature(1.75);

    @TempDir
    private Path folder;

    @Test
    void anIndependentReaderPosesTheMeshWithinATenthOfAMillimetre() throws IOException {
        assertSamePoses(BodyMesh.of(SKELETON), Motions.random(SKELETON, 12, 1.5, 5), 1);
    }

    @Test
    void aRecordedBodyWhoseBonesChangeInLengthIsKeptAsWell() throws IOException {
        Path clip = Motions.recorded().resolve("cmu/train/amc_13_29.npz");
        BodySequence motion = CompactNpz.read(clip).motion();
        assertSamePoses(BodyMesh.of(motion.skeleton()), motion, 100);
    }

    private void assertSamePoses(BodyMesh body, BodySequence motion, int step) throws IOException {
        Path file = folder.resolve("body.glb");
        body.writeGlb(motion, file);
        GlbScene scene = new GlbScene(file);
        for (int frame = 0; frame < motion.frames(); frame += step) {
            float[] ours = body.vertices(motion, frame);
            double[] theirs = scene.vertices(frame);
            assertThat(theirs).hasSize(ours.length);
            double worst = 0;
            for (int at = 0; at < ours.length; at += 3) {
                // glTF is y up and faces +z: x forward, y left, z up of ours are its z, x, y.
                worst = Math.max(worst, Math.abs(theirs[at] - ours[at + 1]));
                worst = Math.max(worst, Math.abs(theirs[at + 1] - ours[at + 2]));
                worst = Math.max(worst, Math.abs(theirs[at + 2] - ours[at]));
            }
            assertThat(worst).as("metres, frame %d", frame).isLessThan(1e-4);
        }
    }

    @Test
    void boundsOfPositionsAndTimesAreThoseOfTheValues() throws IOException {
        Path file = folder.resolve("body.glb");
        BodyMesh.of(SKELETON).writeGlb(Motions.random(SKELETON, 7, 0.5, 6), file);
        GlbScene scene = new GlbScene(file);
        int bounded = 0;
        for (int a = 0; a < scene.root().get("accessors").size(); a++) {
            JsonNode accessor = scene.root().get("accessors").get(a);
            JsonNode least = accessor.get("min");
            if (least == null) {
                continue;
            }
            bounded++;
            double[] values = scene.accessor(a);
            for (int c = 0; c < least.size(); c++) {
                double low = Double.MAX_VALUE;
                double high = -Double.MAX_VALUE;
                for (int i = c; i < values.length; i += least.size()) {
                    low = Math.min(low, values[i]);
                    high = Math.max(high, values[i]);
                }
                assertThat((float) least.get(c).asDouble()).isEqualTo((float) low);
                assertThat((float) accessor.get("max").get(c).asDouble()).isEqualTo((float) high);
            }
        }
        assertThat(bounded).isEqualTo(2);
        assertThat(scene.accessor(scene.root().at("/animations/0/samplers/0/input").asInt())[6]).isEqualTo(6f / 30);
    }

    @Test
    void aMotionWithoutFramesIsRefused() {
        BodySequence nothing = new BodySequence(SKELETON, 30, new float[0], new float[0], new float[0]);
        assertThatThrownBy(() -> BodyMesh.of(SKELETON).writeGlb(nothing, folder.resolve("none.glb")))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("expected at least 1 frame");
    }
}
