package org.egoscope.motion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.internal.flow.FlowFixtures;
import org.egoscope.torch.FloatTensor;
import org.egoscope.torch.SafetensorsFile;
import org.egoscope.torch.SafetensorsWriter;
import org.egoscope.torch.TorchDevice;
import org.egoscope.torch.TorchRuntime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearnedMotionTest {
    @TempDir
    Path folder;

    private Path weights;

    @BeforeEach
    void write() {
        weights = folder.resolve("motion.safetensors");
        FlowFixtures.writeRandomWeights(weights, 3, true);
    }

    private static double largestDistance(BodySequence a, BodySequence b) {
        assertThat(a.frames()).isEqualTo(b.frames());
        double largest = 0;
        for (int t = 0; t < a.frames(); t++) {
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                largest = Math.max(largest, a.jointInWorld(t, j).distanceTo(b.jointInWorld(t, j)));
            }
        }
        return largest;
    }

    @Test
    void bodiesHangFromTheirHeadsWithBonesOfTheirOwnLength() {
        List<HeadTrajectory> heads = List.of(
                HeadTrajectory.of(FlowFixtures.moving(35, 1), 0), HeadTrajectory.of(FlowFixtures.moving(20, 2), 2 * Math.PI));
        try (LearnedMotion motion = LearnedMotion.load(weights, TorchDevice.CPU)) {
            List<BodySequence> together = motion.predict(heads, MotionSampling.mean(1));
            for (int i = 0; i < heads.size(); i++) {
                HeadTrajectory head = heads.get(i);
                BodySequence body = together.get(i);
                assertThat(largestDistance(body, motion.predict(head, MotionSampling.mean(1)))).as("trajectory %d", i).isLessThan(1e-4);
                for (int t = 0; t < head.frames(); t++) {
                    assertThat(body.jointInWorld(t, SmplJoint.HEAD.ordinal()).distanceTo(head.headInWorld(t))).isLessThan(1e-6);
                    for (int j = 1; j < BodySkeleton.JOINTS; j++) {
                        double bone = body.jointInWorld(t, j).distanceTo(body.jointInWorld(t, BodySkeleton.parent(j)));
                        assertThat(Math.abs(bone - head.skeleton().offset(j).norm())).as("frame %d, joint %d", t, j).isLessThan(2e-6);
                    }
                }
            }
        }
    }

    @Test
    void turningTheWorldTurnsThePrediction() {
        BodySequence body = FlowFixtures.moving(40, 5);
        try (LearnedMotion motion = LearnedMotion.load(weights, TorchDevice.CPU)) {
            BodySequence here = motion.predict(HeadTrajectory.of(body, 1.5), MotionSampling.sample(3, 5));
            for (double yaw : new double[] {1, 3.1, -2}) {
                Vec3 shift = new Vec3(2, -3, 0);
                BodySequence there = motion.predict(HeadTrajectory.of(FlowFixtures.moved(body, yaw, shift), 1.5), MotionSampling.sample(3, 5));
                assertThat(largestDistance(there, FlowFixtures.moved(here, yaw, shift))).as("yaw %s", yaw).isLessThan(1e-3);
            }
        }
    }

    @Test
    void closingGivesAllNativeMemoryBack() {
        HeadTrajectory head = HeadTrajectory.of(FlowFixtures.moving(10, 1), 0);
        TorchRuntime.info();
        long before = TorchRuntime.nativeObjects();
        for (int i = 0; i < 3; i++) {
            try (LearnedMotion motion = LearnedMotion.load(weights, TorchDevice.CPU)) {
                motion.predict(head, MotionSampling.mean(2));
            }
        }
        assertThat(TorchRuntime.nativeObjects()).isLessThanOrEqualTo(before);
    }

    @Test
    void filesOfAnotherNetworkAreRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("text.safetensors"), "this is no file of weights at all");
        assertThatThrownBy(() -> LearnedMotion.load(text, TorchDevice.CPU)).isInstanceOf(PipelineException.class);
        SortedMap<String, FloatTensor> tensors = new TreeMap<>();
        try (SafetensorsFile file = SafetensorsFile.open(weights)) {
            file.names().forEach(name -> tensors.put(name, file.floats(name)));
            tensors.remove("1.qkv.weight");
            tensors.put("out.bias", FloatTensor.of(new float[3], 3));
            tensors.put("extra", FloatTensor.of(new float[3], 3));
            Path wrong = folder.resolve("wrong.safetensors");
            SafetensorsWriter.write(wrong, tensors, true, file.metadata());
            assertThatThrownBy(() -> LearnedMotion.load(wrong, TorchDevice.CPU))
                    .isInstanceOf(PipelineException.class)
                    .hasMessageContaining("1.qkv.weight is missing")
                    .hasMessageContaining("out.bias: expected [132], got [3]")
                    .hasMessageContaining("extra is not of this network");
        }
    }
}
