package org.egoscope.motion.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.MotionClip;
import org.egoscope.motion.MotionDataFolder;
import org.egoscope.motion.MotionFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BvhReaderTest {
    @TempDir
    private Path folder;

    /** Positions published with the samples, in file units with five decimals. */
    @Test
    void jointsOfAllSamplesAreWhereTheirPublisherFoundThem() throws IOException {
        JsonNode expected = new ObjectMapper().readTree(MotionDataFolder.file("bvh_samples/expected_positions.json").toFile());
        int files = 0;
        for (var fields = expected.fields(); fields.hasNext(); files++) {
            Map.Entry<String, JsonNode> entry = fields.next();
            BvhFile file = BvhParser.read(MotionDataFolder.file("bvh_samples/" + entry.getKey()));
            BvhKinematics kinematics = new BvhKinematics(file);
            assertThat(file.frames()).isEqualTo(entry.getValue().get("frames").asInt());
            assertThat(file.joints()).hasSameSizeAs(entry.getValue().get("joints"));
            for (int i = 0; i < entry.getValue().get("check_frames").size(); i++) {
                kinematics.pose(entry.getValue().get("check_frames").get(i).asInt());
                for (int j = 0; j < file.joints().size(); j++) {
                    JsonNode point = entry.getValue().get("positions").get(i).get(j);
                    Vec3 there = new Vec3(point.get(0).asDouble(), point.get(1).asDouble(), point.get(2).asDouble());
                    assertThat(kinematics.position(j).distanceTo(there)).as("%s joint %d", entry.getKey(), j).isLessThan(1e-3);
                }
            }
        }
        assertThat(files).isEqualTo(6);
    }

    /** The compact clips were made from the same files by another program; their rotations are rounded (up to 1.4 mm). */
    @Test
    void bodiesAgreeWithTheCompactClipsOfTheSameRecordings() {
        MotionFiles.Options plain = MotionFiles.Options.defaults();
        compare("bandai_ds2_walk_normal_001.bvh", plain, "bandai/train/bn2_walk_normal_001.npz", 0, 1, 0.001);
        compare("bandai_ds1_bow_active_001.bvh", plain, "bandai/train/bn1_bow_active_001.npz", 0, 1, 0.001);
        compare(
                "bandai_ds2_raise-up-right-hand_active_001.bvh", plain,
                "bandai/train/bn2_raise-up-right-hand_active_001.npz", 0, 1, 0.001);
        compare("cmu_131_01_max_friendly.bvh", plain, "cmu/train/bvh_131_01.npz", 3, 1, 0.002);
        MotionFiles.Options sixty = new MotionFiles.Options(Double.NaN, 60, true);
        compare("cmu_61_10_daz_friendly.bvh", sixty, "cmu/train/daz_salsa_25.npz", 7, 0.96, 0.002);
    }

    /**
     * @param firstFrame of the BVH that the clip starts with, as its meta data say
     * @param scale that the publisher put on the body
     */
    private static void compare(
            String bvh, MotionFiles.Options options, String npz, int firstFrame, double scale, double metres) {
        BodySequence got = MotionFiles.readAll(MotionDataFolder.file("bvh_samples/" + bvh), options).get(0).motion();
        BodySequence expected = CompactNpz.read(MotionDataFolder.file(npz)).motion();
        int step = (int) Math.round(got.framesPerSecond() / 30);
        double[] distance = new double[BodySkeleton.JOINTS];
        double[] degrees = new double[BodySkeleton.JOINTS];
        int frames = Math.min(expected.frames(), (got.frames() - firstFrame + step - 1) / step);
        assertThat(frames).as(bvh).isGreaterThan(expected.frames() - 3);
        for (int t = 0; t < frames; t++) {
            int frame = firstFrame + t * step;
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                Vec3 fromPelvis = got.jointInWorld(frame, j).minus(got.jointInWorld(frame, 0)).times(scale);
                Vec3 there = expected.jointInWorld(t, j).minus(expected.jointInWorld(t, 0));
                distance[j] += fromPelvis.distanceTo(there) / frames;
                degrees[j] += Math.toDegrees(got.rotationInWorld(frame, j).angleTo(expected.rotationInWorld(t, j))) / frames;
            }
        }
        for (int j = 0; j < BodySkeleton.JOINTS; j++) {
            assertThat(distance[j]).as("%s joint %d, mean metres", bvh, j).isLessThan(metres);
            // The publisher levelled the heads of the DAZ clips by 10.9 and 7.1 degrees.
            boolean levelled = bvh.contains("daz") && j == SmplJoint.HEAD.ordinal();
            assertThat(degrees[j]).as("%s joint %d, mean degrees", bvh, j).isLessThan(levelled ? 14 : 1);
        }
    }

    /** No compact clip is made from this file; walking must look like walking. */
    @Test
    void theMotionBuilderReleaseStandsUprightOnTheFloor() {
        MotionClip clip = MotionFiles.read(MotionDataFolder.file("bvh_samples/cmu_01_01_motionbuilder_friendly.bvh"));
        BodySequence motion = clip.motion();
        assertThat(motion.frames()).as("without the T-pose in front").isEqualTo(2751);
        assertThat(motion.framesPerSecond()).isEqualTo(120);
        assertThat(motion.skeleton().statureMeters()).isBetween(1.6, 1.9);
        assertThat(MotionFiles.floorHeight(motion)).isCloseTo(0, within(1e-6));
        Vec3 forward = motion.rotationInWorld(0, 0).rotate(new Vec3(1, 0, 0));
        Vec3 toes = motion.jointInWorld(0, SmplJoint.LEFT_FOOT.ordinal())
                .minus(motion.jointInWorld(0, SmplJoint.LEFT_ANKLE.ordinal()));
        assertThat(forward.dot(toes.normalized())).as("toes point forward").isGreaterThan(0.5);
    }

    /** Removing a rig's axes leaves the fit to the motion, which has to come near to what they say. */
    @Test
    void axesFittedToTheMotionComeNearTheKnownOnes() {
        BvhFile file = BvhParser.read(MotionDataFolder.file("bvh_samples/bandai_ds2_walk_normal_001.bvh"));
        BvhBinding body = BvhBinding.of(file);
        Quaternion[] known = BvhAxes.find(body);
        Quaternion[] fitted = BvhAxes.fromMotion(body);
        for (int j = 0; j < BodySkeleton.JOINTS; j++) {
            double degrees = Math.toDegrees(known[j].angleTo(fitted[j]));
            assertThat(degrees).as("joint %s", SmplJoint.all().get(j)).isLessThan(30);
        }
    }

    @Test
    void unitsFollowFromTheLegsOrAreGiven() throws IOException {
        Path file = folder.resolve("body.bvh");
        BodySequence motion = MovingBody.random(5, 3, 30, 0);
        MotionFiles.write(MovingBody.clip(motion), file);
        String text = Files.readString(file);
        double pelvis = motion.jointInWorld(0, 0).norm();
        MotionFiles.Options half = new MotionFiles.Options(0.005, 25, true);
        BodySequence small = MotionFiles.readAll(file, half).get(0).motion();
        assertThat(small.jointInWorld(0, 0).norm()).isCloseTo(0.5 * pelvis, within(1e-4));
        assertThat(small.framesPerSecond()).isEqualTo(25);
        assertThat(text).startsWith("HIERARCHY\nROOT pelvis");
    }

    @Test
    void unknownRigsAreRefusedWithTheMissingNames() throws IOException {
        Path file = folder.resolve("dog.bvh");
        MotionFiles.write(MovingBody.clip(MovingBody.random(5, 3, 30, 0)), file);
        Files.writeString(file, Files.readString(file).replace("left_elbow", "left_foreleg"));
        assertThatThrownBy(() -> MotionFiles.read(file))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("nearest is smpl but for [left_elbow]")
                .hasMessageContaining("left_foreleg");
    }

    @Test
    void brokenTextIsRefusedWithItsLine() throws IOException {
        Path whole = folder.resolve("whole.bvh");
        MotionFiles.write(MovingBody.clip(MovingBody.random(5, 3, 30, 0)), whole);
        String text = Files.readString(whole);
        refused(text.substring(0, text.length() - 100), "expected more, got \"the end of the file\"");
        refused(text.replace("Frames: 3", "Frames: 2000000000"), "frames that fit into");
        refused(text.replace("Frames: 3", "Frames: -1"), "frames that fit into");
        refused(text.replace("Frame Time: 0.0", "Frame Time: -0.0"), "a frame time above 0");
        refused(text.replaceFirst("Zrotation", "Wrotation"), "BVH line 5: expected Xposition .. Zrotation");
        refused(text.replaceFirst("CHANNELS 6", "CHANNELS 600000000"), "expected 0..6 channels");
        refused(text.replaceFirst("OFFSET 0.0", "OFFSET NaN "), "BVH line 4: expected a finite number");
        refused(text.replaceFirst("\\}", ""), "expected");
        refused("HIERARCHY\nMOTION\nFrames: 1\nFrame Time: 1\n", "a complete hierarchy before MOTION");
        refused("HIERARCHY } } }", "a joint before }");
        refused("", "expected more");
    }

    private void refused(String text, String reason) throws IOException {
        Path file = folder.resolve("broken.bvh");
        Files.writeString(file, text);
        assertThatThrownBy(() -> MotionFiles.read(file)).isInstanceOf(PipelineException.class).hasMessageContaining(reason);
    }
}
