package org.egoscope.perception.internal.headpose;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.perception.VisualOdometryConfig;
import org.jspecify.annotations.Nullable;

/**
 * From the map to the world, from assumptions alone: heads do not roll, so up is at right angles to the camera's x axis at all times;
 * what that leaves open follows the mean up axis; and the lowest points seen are the floor, an eye height below. The estimates change slowly and turn and stretch only the motion still to come, so that the path never jumps.
 */
final class WorldAlignment {
    /** Squared ratio of how much heads roll (about 6 degrees) and how much they pitch (about 20) around the assumed mean. */
    private static final double ROLL_TO_PITCH = 0.09;

    /** Memory of the up direction and of the floor. */
    private static final double MEMORY_SECONDS = 60;

    /** Weight of the first frame's up axis, as if seen for so long. */
    private static final double PRIOR_SECONDS = 2;

    private static final double MOST_TILT_PER_SECOND = Math.toRadians(4);
    private static final double MOST_STRETCH_PER_SECOND = 0.15;
    private static final double HEIGHT_MEMORY_SECONDS = 30;

    /** The floor is where this share of the points lies above it: a few bad points lie below any floor. */
    private static final double FLOOR_QUANTILE = 0.93;

    /** How fast the position catches up with what was found out late, while the first views gave no depth. */
    private static final double CATCH_UP_METERS_PER_SECOND = 0.8;

    private static final int BINS = 64;
    private static final double SMALLEST_DROP = 0.1;
    private static final double BIN_RATIO = 1.08;
    private static final double LEAST_FLOOR_WEIGHT = 40;

    /** How much the floor is believed against the assumed scene depth: what is low may be a table. */
    private static final double FLOOR_TRUST = 0.7;

    private final VisualOdometryConfig config;
    private final Vec3 upInLevelCamera;
    private Quaternion worldFromMap = Quaternion.IDENTITY;
    private double scale = 1;
    private Vec3 positionInWorld;
    private Vec3 owedInWorld = Vec3.ZERO;
    private @Nullable Vec3 lastCenterInMap;
    private Vec3 upSumInMap = Vec3.ZERO;
    private double upSeconds;

    /** {@code [3, 3]} sum of the outer products of the camera's x axis in the map, weighted by seconds. */
    private final double[] sideways = new double[9];

    private final double[] system = new double[9];
    private final double[] solution = new double[3];
    private boolean placed;
    private final double[] dropWeights = new double[BINS];

    WorldAlignment(VisualOdometryConfig config) {
        this.config = config;
        double pitch = config.downPitchRadians();
        this.upInLevelCamera = new Vec3(0, -Math.cos(pitch), -Math.sin(pitch));
        this.positionInWorld = new Vec3(0, 0, config.eyeHeightMeters());
    }

    /** Takes up a world pose that is known (a sensor's), as the start of what follows. */
    void placeAt(RigidTransform worldFromCamera, CameraPose pose) {
        worldFromMap = worldFromCamera.rotation().times(pose.rotationMapFromCamera().conjugate()).normalized();
        positionInWorld = worldFromCamera.translation();
        lastCenterInMap = pose.centerInMap();
        owedInWorld = Vec3.ZERO;
        Vec3 up = worldFromMap.conjugate().rotate(new Vec3(0, 0, 1));
        java.util.Arrays.fill(sideways, 0);
        upSeconds = MEMORY_SECONDS / 2;
        upSumInMap = up.times(upSeconds);
        // A sensor knows up in every direction: as if heads had been seen with x axes all around.
        Vec3 forward = worldFromMap.conjugate().rotate(new Vec3(1, 0, 0));
        addSideways(forward, upSeconds / 2);
        addSideways(up.cross(forward), upSeconds / 2);
        placed = true;
    }

    private void addSideways(Vec3 axis, double seconds) {
        double[] a = {axis.x(), axis.y(), axis.z()};
        for (int i = 0; i < 9; i++) {
            sideways[i] += seconds * a[i / 3] * a[i % 3];
        }
    }

    /**
     * Moves on by a tracked frame.
     *
     * @param seconds since the frame before
     * @param late true if the motion since the frame before happened over several frames and is known only now
     */
    RigidTransform advance(CameraPose pose, double seconds, boolean late) {
        Quaternion mapFromCamera = pose.rotationMapFromCamera();
        Vec3 up = mapFromCamera.rotate(upInLevelCamera);
        if (!placed) {
            begin(mapFromCamera, up);
        }
        remember(mapFromCamera, up, seconds);
        level(seconds);
        stretch(seconds);
        Vec3 center = pose.centerInMap();
        if (lastCenterInMap != null) {
            Vec3 moved = worldFromMap.rotate(center.minus(lastCenterInMap)).times(scale);
            if (late) {
                owedInWorld = owedInWorld.plus(moved);
            } else {
                positionInWorld = positionInWorld.plus(moved);
            }
        }
        lastCenterInMap = center;
        catchUp(seconds);
        keepHeight(seconds);
        return current(mapFromCamera);
    }

    private void catchUp(double seconds) {
        double owed = owedInWorld.norm();
        double most = CATCH_UP_METERS_PER_SECOND * seconds;
        Vec3 paid = owed <= most ? owedInWorld : owedInWorld.times(most / owed);
        positionInWorld = positionInWorld.plus(paid);
        owedInWorld = owedInWorld.minus(paid);
    }

    /** Where the camera was last, turned as it is turned now. */
    RigidTransform current(Quaternion mapFromCamera) {
        return new RigidTransform(worldFromMap.times(mapFromCamera).normalized(), positionInWorld);
    }

    private void begin(Quaternion mapFromCamera, Vec3 up) {
        Quaternion leveled = Quaternion.between(up, new Vec3(0, 0, 1));
        Vec3 forward = leveled.rotate(mapFromCamera.rotate(new Vec3(0, 0, 1)));
        double yaw = Math.atan2(forward.y(), forward.x());
        worldFromMap = Quaternion.fromAxisAngle(new Vec3(0, 0, 1), -yaw).times(leveled).normalized();
        upSumInMap = up.times(PRIOR_SECONDS);
        upSeconds = PRIOR_SECONDS;
        placed = true;
    }

    private void remember(Quaternion mapFromCamera, Vec3 up, double seconds) {
        double fade = Math.exp(-seconds / MEMORY_SECONDS);
        for (int i = 0; i < 9; i++) {
            sideways[i] *= fade;
        }
        addSideways(mapFromCamera.rotate(new Vec3(1, 0, 0)), seconds);
        upSumInMap = upSumInMap.times(fade).plus(up.times(seconds));
        upSeconds = upSeconds * fade + seconds;
    }

    /**
     * The direction u that minimises {@code sum (x_i . u)^2 / roll^2 + sum |u - up_i|^2 / pitch^2}: linear in u. The more the head has
     * looked about, the less the assumed pitch matters.
     */
    private Vec3 upInMap() {
        for (int i = 0; i < 9; i++) {
            system[i] = sideways[i] + (i % 4 == 0 ? ROLL_TO_PITCH * upSeconds : 0);
        }
        double[] right = {upSumInMap.x(), upSumInMap.y(), upSumInMap.z()};
        return SmallSolver.solve(system, right, 3, solution)
                ? new Vec3(solution[0], solution[1], solution[2])
                : upSumInMap;
    }

    /** Turns the world, slowly, so that the up direction is vertical. */
    private void level(double seconds) {
        Quaternion error = Quaternion.between(worldFromMap.rotate(upInMap()), new Vec3(0, 0, 1));
        double angle = error.toRotationVector().norm();
        double most = MOST_TILT_PER_SECOND * seconds;
        Quaternion step = angle <= most ? error : Quaternion.IDENTITY.slerp(error, most / angle);
        worldFromMap = step.times(worldFromMap).normalized();
    }

    private void stretch(double seconds) {
        double wanted = wantedScale();
        double most = Math.exp(MOST_STRETCH_PER_SECOND * seconds);
        scale *= Math.max(1 / most, Math.min(most, wanted / scale));
    }

    /** World metres per map unit, from the distance to the lowest points seen; 1 until there are enough. */
    private double wantedScale() {
        double total = 0;
        for (double weight : dropWeights) {
            total += weight;
        }
        if (total < LEAST_FLOOR_WEIGHT) {
            return scale;
        }
        double sum = 0;
        int bin = 0;
        while (bin < BINS - 1 && sum + dropWeights[bin] < FLOOR_QUANTILE * total) {
            sum += dropWeights[bin++];
        }
        double drop = SMALLEST_DROP * Math.pow(BIN_RATIO, bin + 0.5);
        return Math.pow(config.eyeHeightMeters() / drop, FLOOR_TRUST);
    }

    /** Notes how far below the camera a point of the map lies. */
    void notePoint(double[] pointInMap, Vec3 cameraCenterInMap) {
        Vec3 below = new Vec3(
                cameraCenterInMap.x() - pointInMap[0], cameraCenterInMap.y() - pointInMap[1], cameraCenterInMap.z() - pointInMap[2]);
        double drop = worldFromMap.rotate(below).z();
        if (drop > SMALLEST_DROP) {
            int bin = (int) (Math.log(drop / SMALLEST_DROP) / Math.log(BIN_RATIO));
            dropWeights[Math.min(BINS - 1, bin)]++;
        }
    }

    void fadePoints(double seconds) {
        double factor = Math.exp(-seconds / MEMORY_SECONDS);
        for (int i = 0; i < BINS; i++) {
            dropWeights[i] *= factor;
        }
    }

    /** Height drifts; the head comes back to eye height in the long run. */
    private void keepHeight(double seconds) {
        double pull = (config.eyeHeightMeters() - positionInWorld.z()) * seconds / HEIGHT_MEMORY_SECONDS;
        positionInWorld = positionInWorld.plus(new Vec3(0, 0, pull));
    }

    void write(DataOutputStream out) throws IOException {
        for (double value : new double[] {worldFromMap.w(), worldFromMap.x(), worldFromMap.y(), worldFromMap.z(), scale}) {
            out.writeDouble(value);
        }
        write(out, positionInWorld);
        write(out, owedInWorld);
        write(out, upSumInMap);
        out.writeDouble(upSeconds);
        for (double value : sideways) {
            out.writeDouble(value);
        }
        out.writeBoolean(placed);
        Vec3 center = lastCenterInMap;
        out.writeBoolean(center != null);
        write(out, center == null ? Vec3.ZERO : center);
        for (double weight : dropWeights) {
            out.writeDouble(weight);
        }
    }

    private static void write(DataOutputStream out, Vec3 vector) throws IOException {
        out.writeDouble(vector.x());
        out.writeDouble(vector.y());
        out.writeDouble(vector.z());
    }

    private static Vec3 readVector(DataInputStream in) throws IOException {
        return new Vec3(in.readDouble(), in.readDouble(), in.readDouble());
    }

    void read(DataInputStream in) throws IOException {
        worldFromMap = new Quaternion(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
        scale = in.readDouble();
        positionInWorld = readVector(in);
        owedInWorld = readVector(in);
        upSumInMap = readVector(in);
        upSeconds = in.readDouble();
        for (int i = 0; i < 9; i++) {
            sideways[i] = in.readDouble();
        }
        placed = in.readBoolean();
        boolean hasCenter = in.readBoolean();
        Vec3 center = readVector(in);
        lastCenterInMap = hasCenter ? center : null;
        for (int i = 0; i < BINS; i++) {
            dropWeights[i] = in.readDouble();
        }
    }
}
