package org.egoscope.core.video;

import java.util.List;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.time.MediaTime;

/** What the headset measured beside the pictures, each list in time order. Empty where it has no such sensor. */
public record SensorSamples(List<PoseSample> poses, List<ImuSample> imu, List<GazeSample> gaze) {
    public static final SensorSamples EMPTY = new SensorSamples(List.of(), List.of(), List.of());

    public SensorSamples {
        poses = List.copyOf(poses);
        imu = List.copyOf(imu);
        gaze = List.copyOf(gaze);
    }

    /** Device pose in the gravity-aligned world (+Z up, metres); quality in 0..1. */
    public record PoseSample(MediaTime time, RigidTransform worldFromDevice, double quality) {}

    /** Specific force in m/s^2 and angular rate in rad/s, device space. */
    public record ImuSample(MediaTime time, Vec3 accelerationInDevice, Vec3 angularRateInDevice) {}

    /** Where the eyes look: unit direction in device space and distance in metres (NaN if unknown). */
    public record GazeSample(MediaTime time, Vec3 directionInDevice, double depthMeters) {}
}
