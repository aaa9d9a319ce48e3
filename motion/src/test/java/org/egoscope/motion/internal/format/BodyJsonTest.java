package org.egoscope.motion.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.MotionClip;
import org.egoscope.motion.MotionFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Annotations of a body of ours that is known in every joint. */
class BodyJsonTest {
    private static final MotionFiles.Options AS_IS = new MotionFiles.Options(Double.NaN, Double.NaN, false);

    @TempDir
    private Path folder;

    private final ObjectMapper mapper = new ObjectMapper();

    /** Upright, turned by {@code yaw}, elbows and knees bent. */
    private static BodySequence body(double yaw) {
        float[] local = new float[BodySkeleton.JOINTS * 4];
        for (int j = 0; j < BodySkeleton.JOINTS; j++) {
            Floats.put(local, j, switch (SmplJoint.all().get(j)) {
                case PELVIS -> Quaternion.fromAxisAngle(new Vec3(0, 0, 1), yaw);
                case LEFT_ELBOW -> Quaternion.fromAxisAngle(new Vec3(0, 0, -1), 1);
                case RIGHT_ELBOW -> Quaternion.fromAxisAngle(new Vec3(0, 0, 1), 1);
                case LEFT_SHOULDER -> Quaternion.fromAxisAngle(new Vec3(1, 0.3, 0), -1);
                case LEFT_HIP, RIGHT_HIP -> Quaternion.fromAxisAngle(new Vec3(0, 1, 0), -0.8);
                case LEFT_KNEE, RIGHT_KNEE -> Quaternion.fromAxisAngle(new Vec3(0, 1, 0), 1.2);
                default -> Quaternion.IDENTITY;
            });
        }
        return BodySequence.ofLocalRotations(BodySkeleton.ofStature(1.7), 10, new float[] {1, 2, 0.9f}, local);
    }

    private ObjectNode annotation(BodySequence body, String... left) {
        ObjectNode points = mapper.createObjectNode();
        for (String part : List.of("hip", "knee", "ankle", "shoulder", "elbow", "wrist")) {
            for (String side : List.of("left", "right")) {
                SmplJoint joint = SmplJoint.valueOf((side + "_" + part).toUpperCase(Locale.ROOT));
                put(points, side + "-" + part, body.jointInWorld(0, joint.ordinal()));
            }
        }
        Vec3 eyes = body.eyesInWorld(0);
        Quaternion head = body.rotationInWorld(0, SmplJoint.HEAD.ordinal());
        put(points, "left-ear", eyes.plus(head.rotate(new Vec3(-0.08, 0.07, 0))));
        put(points, "right-ear", eyes.plus(head.rotate(new Vec3(-0.08, -0.07, 0))));
        put(points, "nose", eyes.plus(head.rotate(new Vec3(0.03, 0, 0))));
        points.remove(List.of(left));
        return points;
    }

    private static void put(ObjectNode points, String name, Vec3 at) {
        points.putObject(name).put("x", at.x()).put("y", at.y()).put("z", at.z()).put("num_views_for_3d", 4);
    }

    private Path write(ObjectNode root) throws IOException {
        Path file = folder.resolve("take.json");
        Files.writeString(file, mapper.writeValueAsString(root));
        return file;
    }

    private void add(ObjectNode root, int frame, ObjectNode points) {
        root.putArray(Integer.toString(frame)).addObject().set("annotation3D", points);
    }

    @Test
    void runsWithoutHolesBecomeClips() throws IOException {
        ObjectNode root = mapper.createObjectNode();
        for (int frame : new int[] {30, 33, 36, 42, 45, 60}) {
            add(root, frame, annotation(body(0.3)));
        }
        add(root, 63, annotation(body(0.3), "left-hip"));
        List<MotionClip> clips = MotionFiles.readAll(write(root), AS_IS);
        assertThat(clips).extracting(MotionClip::name).containsExactly("take_30", "take_42");
        assertThat(clips).extracting(clip -> clip.motion().frames()).containsExactly(3, 2);
        assertThat(clips.get(0).motion().framesPerSecond()).isEqualTo(10);
    }

    @Test
    void annotatedJointsStayAndRotationsFollowTheBones() throws IOException {
        for (double yaw : new double[] {0, 1, 3}) {
            BodySequence body = body(yaw);
            ObjectNode root = mapper.createObjectNode();
            add(root, 3, annotation(body));
            add(root, 6, annotation(body));
            BodySequence got = MotionFiles.readAll(write(root), AS_IS).get(0).motion();
            for (SmplJoint joint : SmplJoint.all().subList(0, BodySkeleton.JOINTS)) {
                int j = joint.ordinal();
                String name = joint.name();
                double degrees = Math.toDegrees(got.rotationInWorld(0, j).angleTo(body.rotationInWorld(0, j)));
                double metres = got.jointInWorld(0, j).distanceTo(body.jointInWorld(0, j));
                boolean limb = name.matches(".*(HIP|KNEE|SHOULDER|ELBOW)");
                boolean foot = name.endsWith("FOOT");
                if (limb || name.matches(".*(ANKLE|WRIST)")) {
                    assertThat(metres).as(name).isLessThan(1e-6);
                } else if (!foot) {
                    assertThat(metres).as("%s lies near where the line puts it", name).isLessThan(0.06);
                }
                assertThat(foot ? got.jointInWorld(0, j).isFinite() : !got.jointInWorld(0, j).isFinite()).as(name).isFalse();
                // Rest bones of our legs and arms are within 7 degrees of straight down and sideways.
                double bound = joint == SmplJoint.HEAD ? 1 : limb ? 12 : 25;
                assertThat(degrees).as("%s at yaw %f", name, yaw).isLessThan(bound);
            }
        }
    }

    @Test
    void aMissingHandIsUnknownAndLosesNothingElse() throws IOException {
        ObjectNode root = mapper.createObjectNode();
        add(root, 3, annotation(body(0), "left-wrist"));
        add(root, 6, annotation(body(0)));
        BodySequence got = MotionFiles.readAll(write(root), AS_IS).get(0).motion();
        int wrist = SmplJoint.LEFT_WRIST.ordinal();
        assertThat(got.jointInWorld(0, wrist).isFinite()).isFalse();
        assertThat(got.jointInWorld(1, wrist).isFinite()).isTrue();
        assertThat(got.rotationInWorld(0, wrist).w()).isNotNaN();
        assertThat(got.skeleton().offset(wrist).norm()).isBetween(0.2, 0.3);
    }

    @Test
    void otherJsonIsRefused() throws IOException {
        refused("[1, 2]", "expected a JSON object of frames");
        refused("{\"3\": [", "expected JSON");
        refused("{\"take\": []}", "expected frame numbers, got \"take\"");
        refused("{\"3\": [], \"6\": [{\"annotation3D\": {}}]}", "expected two neighbouring frames");
    }

    private void refused(String text, String reason) throws IOException {
        Path file = folder.resolve("broken.json");
        Files.writeString(file, text);
        assertThatThrownBy(() -> MotionFiles.read(file)).isInstanceOf(PipelineException.class).hasMessageContaining(reason);
    }
}
