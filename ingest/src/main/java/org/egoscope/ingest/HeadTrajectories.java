package org.egoscope.ingest;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.ingest.internal.sidecar.EyesFile;
import org.egoscope.ingest.internal.sidecar.TrajectoryFile;
import org.egoscope.ingest.internal.sidecar.WristFile;

/**
 * Reads head trajectories that other tools made, without any video; formats and axes are in docs/formats/head-trajectories.md.
 *
 * <pre>{@code
 * HeadRecording head = HeadTrajectories.read(Path.of("closed_loop_trajectory.csv"), HeadTrajectories.Options.defaults());
 * List<WristSample> wrists = HeadTrajectories.readWrists(Path.of("wrist_and_palm_poses.csv"), head);
 * }</pre>
 */
public final class HeadTrajectories {
    private HeadTrajectories() {}

    /** Layout of the file. */
    public enum Format {
        /** By the header. */
        AUTO,
        /** Closed-loop or open-loop trajectory of Aria Machine Perception Services. */
        MPS,
        /** Text of the TUM RGB-D benchmark: seconds, position, quaternion x y z w. */
        TUM,
        /** Aria Digital Twin: MPS columns, +Y up, floor at 0. */
        ADT,
        /** {@code headset_trajectory.csv} of HOT3D. */
        HOT3D,
        /** Our plain format. */
        POSE_CSV
    }

    /**
     * What a file does not say.
     *
     * @param format layout, checked against the file
     * @param upInFile direction of up in the file's axes, for files that do not tell; refused for files that do
     * @param deviceFromEyes the eyes on the device (axes of a forward-looking camera), in place of the nominal ones
     */
    public record Options(Format format, Optional<Vec3> upInFile, Optional<RigidTransform> deviceFromEyes) {
        /** Everything by the file. */
        public static Options defaults() {
            return new Options(Format.AUTO, Optional.empty(), Optional.empty());
        }
    }

    /**
     * @throws org.egoscope.core.PipelineException if the file is broken, or does not say where up is and nobody else does, or where the
     *     eyes are on its device
     */
    public static HeadRecording read(Path file, Options options) {
        return TrajectoryFile.read(file, options);
    }

    /** Wrists from {@code wrist_and_palm_poses.csv} of MPS or {@code umetrack_hand_pose_trajectory.jsonl} of HOT3D, rising in time. */
    public static List<WristSample> readWrists(Path file, HeadRecording head) {
        return WristFile.read(file, head);
    }

    /** A calibration: JSON with {@code deviceFromEyes}, or a camera file whose {@code deviceFromCamera} stands for the eyes. */
    public static RigidTransform readEyes(Path file) {
        return EyesFile.read(file);
    }
}
