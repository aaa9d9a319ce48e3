package org.egoscope.motion.internal;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Camera;
import org.egoscope.core.geometry.CameraModel;
import org.egoscope.core.geometry.FisheyeCamera;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.geometry.PinholeCamera;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Embedding;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.observation.HandSide;
import org.egoscope.core.observation.HeadPose;
import org.egoscope.core.observation.Instance;
import org.egoscope.core.observation.Mask;
import org.egoscope.core.observation.Observation;
import org.egoscope.core.observation.Person;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.SessionId;

/** Observations inside a snapshot: those held back for the look-ahead must survive a move to another process, bit for bit. */
public final class ObservationState {
    private static final int PINHOLE = 0;
    private static final int FISHEYE = 1;

    private ObservationState() {}

    public static void write(DataOutputStream out, Observation observation) throws IOException {
        out.writeUTF(observation.session().value());
        out.writeLong(observation.frameIndex());
        out.writeLong(observation.span().start().nanos());
        out.writeLong(observation.span().end().nanos());
        writeCamera(out, observation.camera());
        writeTransform(out, observation.headPose().worldFromDevice());
        out.writeFloat(observation.headPose().quality());
        out.writeUTF(observation.headPose().source().name());
        out.writeBoolean(observation.headPose().metric());
        out.writeInt(observation.instances().size());
        for (Instance instance : observation.instances()) {
            writeInstance(out, instance);
        }
        out.writeInt(observation.hands().size());
        for (Hand hand : observation.hands()) {
            writeHand(out, hand);
        }
        out.writeInt(observation.people().size());
        for (Person person : observation.people()) {
            writePerson(out, person);
        }
        out.writeInt(observation.covered().size());
        for (BoundingBox place : observation.covered()) {
            writeBox(out, place);
        }
    }

    public static Observation read(DataInputStream in) throws IOException {
        SessionId session = new SessionId(in.readUTF());
        long frameIndex = in.readLong();
        TimeRange span = TimeRange.ofNanos(in.readLong(), in.readLong());
        Camera camera = readCamera(in);
        HeadPose headPose = new HeadPose(
                readTransform(in), in.readFloat(), HeadPose.Source.valueOf(in.readUTF()), in.readBoolean());
        List<Instance> instances = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            instances.add(readInstance(in));
        }
        List<Hand> hands = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            hands.add(readHand(in));
        }
        List<Person> people = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            people.add(readPerson(in));
        }
        List<BoundingBox> covered = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            covered.add(readBox(in));
        }
        return new Observation(session, frameIndex, span, camera, headPose, instances, hands, people, covered);
    }

    private static void writeCamera(DataOutputStream out, Camera camera) throws IOException {
        CameraModel model = camera.model();
        out.writeByte(model instanceof FisheyeCamera ? FISHEYE : PINHOLE);
        out.writeInt(model.imageSize().width());
        out.writeInt(model.imageSize().height());
        out.writeDouble(model.focalX());
        out.writeDouble(model.focalY());
        out.writeDouble(model.principalX());
        out.writeDouble(model.principalY());
        if (model instanceof FisheyeCamera fisheye) {
            out.writeDouble(fisheye.k1());
            out.writeDouble(fisheye.k2());
            out.writeDouble(fisheye.k3());
            out.writeDouble(fisheye.k4());
            out.writeDouble(fisheye.maxThetaRadians());
        }
        writeTransform(out, camera.deviceFromCamera());
        out.writeBoolean(camera.calibrated());
        out.writeBoolean(camera.cameraFromEyes().isPresent());
        if (camera.cameraFromEyes().isPresent()) {
            writeTransform(out, camera.cameraFromEyes().get());
        }
    }

    private static Camera readCamera(DataInputStream in) throws IOException {
        int kind = in.readByte();
        ImageSize size = new ImageSize(in.readInt(), in.readInt());
        double focalX = in.readDouble();
        double focalY = in.readDouble();
        double principalX = in.readDouble();
        double principalY = in.readDouble();
        CameraModel model =
                switch (kind) {
                    case PINHOLE -> new PinholeCamera(size, focalX, focalY, principalX, principalY);
                    case FISHEYE -> new FisheyeCamera(
                            new FisheyeCamera.Intrinsics(size, focalX, focalY, principalX, principalY),
                            in.readDouble(),
                            in.readDouble(),
                            in.readDouble(),
                            in.readDouble(),
                            in.readDouble());
                    default -> throw PipelineException.badInput("motion state: expected camera kind 0 or 1, got " + kind);
                };
        Camera camera = new Camera(model, readTransform(in), in.readBoolean());
        return in.readBoolean() ? camera.worn(readTransform(in)) : camera;
    }

    private static void writeTransform(DataOutputStream out, RigidTransform transform) throws IOException {
        out.writeDouble(transform.rotation().w());
        out.writeDouble(transform.rotation().x());
        out.writeDouble(transform.rotation().y());
        out.writeDouble(transform.rotation().z());
        out.writeDouble(transform.translation().x());
        out.writeDouble(transform.translation().y());
        out.writeDouble(transform.translation().z());
    }

    private static RigidTransform readTransform(DataInputStream in) throws IOException {
        Quaternion rotation = new Quaternion(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
        return new RigidTransform(rotation, new Vec3(in.readDouble(), in.readDouble(), in.readDouble()));
    }

    private static void writeInstance(DataOutputStream out, Instance instance) throws IOException {
        out.writeLong(instance.trackId());
        out.writeUTF(instance.label());
        out.writeFloat(instance.labelScore());
        writeMask(out, instance.mask());
        writeBox(out, instance.box());
        out.writeFloat(instance.predictedIou());
        out.writeFloat(instance.stabilityScore());
        out.writeUTF(instance.method());
        out.writeUTF(instance.labelMethod());
        writeFloats(out, instance.embedding().toArray());
    }

    private static Instance readInstance(DataInputStream in) throws IOException {
        long trackId = in.readLong();
        String label = in.readUTF();
        float labelScore = in.readFloat();
        return new Instance(
                trackId,
                label,
                labelScore,
                readMask(in),
                readBox(in),
                in.readFloat(),
                in.readFloat(),
                in.readUTF(),
                in.readUTF(),
                Embedding.of(readFloats(in)));
    }

    private static void writeMask(DataOutputStream out, Mask mask) throws IOException {
        out.writeInt(mask.size().width());
        out.writeInt(mask.size().height());
        int[] runs = mask.toRuns();
        out.writeInt(runs.length);
        for (int run : runs) {
            out.writeInt(run);
        }
    }

    private static Mask readMask(DataInputStream in) throws IOException {
        ImageSize size = new ImageSize(in.readInt(), in.readInt());
        int[] runs = new int[in.readInt()];
        for (int i = 0; i < runs.length; i++) {
            runs[i] = in.readInt();
        }
        return Mask.ofRuns(size, runs);
    }

    private static void writeBox(DataOutputStream out, BoundingBox box) throws IOException {
        out.writeFloat(box.x());
        out.writeFloat(box.y());
        out.writeFloat(box.width());
        out.writeFloat(box.height());
    }

    private static BoundingBox readBox(DataInputStream in) throws IOException {
        return new BoundingBox(in.readFloat(), in.readFloat(), in.readFloat(), in.readFloat());
    }

    private static void writeHand(DataOutputStream out, Hand hand) throws IOException {
        out.writeLong(hand.handId());
        out.writeUTF(hand.side().name());
        out.writeFloat(hand.sideConfidence());
        out.writeBoolean(hand.wearer());
        writeFloats(out, hand.keypoints().toImageArray());
        writeFloats(out, hand.keypoints().toCameraArray());
        writeFloats(out, hand.keypoints().toRawImageArray());
        out.writeFloat(hand.keypoints().depthSigmaMeters());
        out.writeFloat(hand.confidence());
        out.writeUTF(hand.method());
        out.writeBoolean(hand.tracked());
        out.writeBoolean(hand.mask().isPresent());
        if (hand.mask().isPresent()) {
            writeMask(out, hand.mask().get());
        }
    }

    private static Hand readHand(DataInputStream in) throws IOException {
        long handId = in.readLong();
        HandSide side = HandSide.valueOf(in.readUTF());
        float sideConfidence = in.readFloat();
        boolean wearer = in.readBoolean();
        HandKeypoints keypoints = new HandKeypoints(readFloats(in), readFloats(in), readFloats(in), in.readFloat());
        Hand hand = new Hand(handId, side, sideConfidence, wearer, keypoints, in.readFloat(), in.readUTF(), in.readBoolean(), Optional.empty());
        return in.readBoolean() ? hand.withMask(Optional.of(readMask(in))) : hand;
    }

    private static void writePerson(DataOutputStream out, Person person) throws IOException {
        out.writeLong(person.trackId());
        writeBox(out, person.box());
        out.writeFloat(person.confidence());
        out.writeUTF(person.method());
        writeFloats(out, person.toKeypointArray());
    }

    private static Person readPerson(DataInputStream in) throws IOException {
        return new Person(in.readLong(), readBox(in), in.readFloat(), in.readUTF(), readFloats(in));
    }

    private static void writeFloats(DataOutputStream out, float[] values) throws IOException {
        out.writeInt(values.length);
        for (float value : values) {
            out.writeFloat(value);
        }
    }

    private static float[] readFloats(DataInputStream in) throws IOException {
        float[] values = new float[in.readInt()];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readFloat();
        }
        return values;
    }
}
