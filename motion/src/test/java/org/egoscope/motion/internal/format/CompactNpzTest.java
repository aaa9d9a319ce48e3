package org.egoscope.motion.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.MotionClip;
import org.egoscope.motion.MotionDataFolder;
import org.junit.jupiter.api.Test;

class CompactNpzTest {
    private static final List<String> CLIPS = List.of(
            "cmu/train/amc_13_29.npz", "cmu/val/daz_indian_15.npz", "bandai/train/bn1_bow_active_001.npz", "reactidle/val/ri_015_genuine.npz");

    @Test
    void clipsOfEverySourceReachTheirCheckValues() {
        for (String name : CLIPS) {
            MotionClip clip = CompactNpz.read(MotionDataFolder.file(name));
            assertThat(Path.of(name).getFileName()).hasToString(clip.name() + ".npz");
            assertThat(name).startsWith(clip.source());
            assertThat(clip.motion().framesPerSecond()).isEqualTo(30);
            assertThat(clip.motion().contact(0, 0)).isNaN();
        }
    }

    /** The file says the pelvis; each bone of the tree that is also one of ours is rigid. */
    @Test
    void bonesOfTheTreeKeepTheirOffsets() {
        Path file = MotionDataFolder.file("bandai/train/bn1_bow_active_001.npz");
        BodySequence motion = CompactNpz.read(file).motion();
        try (NpzFile npz = NpzFile.open(file)) {
            float[] root = npz.read("root_translation_m").toFloats();
            float[] offsets = npz.read("offsets_m").toFloats();
            int[] parents = npz.read("parents").toInts();
            int[] index = npz.read("smpl22_index").toInts();
            int compared = 0;
            for (int t = 0; t < motion.frames(); t++) {
                assertThat(motion.jointInWorld(t, 0)).isEqualTo(Floats.point(root, t));
            }
            for (int j = 1; j < BodySkeleton.JOINTS; j++) {
                if (parents[index[j]] == index[BodySkeleton.parent(j)]) {
                    Vec3 expected = Floats.point(offsets, index[j]);
                    assertThat(motion.skeleton().offset(j).distanceTo(expected)).as("joint %d", j).isLessThan(1e-6);
                    compared++;
                }
            }
            assertThat(compared).isGreaterThan(15);
        }
    }

    @Test
    void aWalkerStandsUprightOnTheFloor() {
        BodySequence motion = CompactNpz.read(MotionDataFolder.file("bandai/train/bn1_bow_active_001.npz")).motion();
        int head = SmplJoint.HEAD.ordinal();
        Vec3 left = motion.jointInWorld(0, SmplJoint.LEFT_HIP.ordinal()).minus(motion.jointInWorld(0, SmplJoint.RIGHT_HIP.ordinal()));
        Vec3 forward = motion.rotationInWorld(0, 0).rotate(new Vec3(1, 0, 0));
        assertThat(motion.jointInWorld(0, head).z() * 1.12).isCloseTo(motion.skeleton().statureMeters(), within(0.1));
        assertThat(motion.jointInWorld(0, SmplJoint.LEFT_FOOT.ordinal()).z())
                .isCloseTo(motion.skeleton().ballHeightMeters(), within(0.02));
        assertThat(forward.cross(left).z()).as("forward x left is up").isPositive();
        assertThat(motion.eyesInWorld(0).minus(motion.jointInWorld(0, head)).norm())
                .isCloseTo(motion.skeleton().eyesInHead().norm(), within(1e-6));
    }
}
