package org.egoscope.perception.internal.headpose;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.observation.HeadMount;
import org.egoscope.perception.VisualOdometryConfig;
import org.jspecify.annotations.Nullable;

/**
 * From the map to the world, from assumptions alone: {@link Gravity} says what is up; the lowest points seen are the floor, an eye height
 * below; and the floor is at z = 0, so that a head is never higher than a standing one. The estimates change slowly and turn and stretch
 * only the motion still to come, so that the path never jumps.
 */
final class WorldAlignment {
    /** Memory of the floor. */
    private static final double MEMORY_SECONDS = 60;

    /** How fast the world is turned upright: at least, and in addition this share of the error per second. Heads turn far faster. */
    private static final double TILT_PER_SECOND = Math.toRadians(3);

    private static final double SHARE_OF_TILT_PER_SECOND = 0.8;
    private static final double MOST_TILT_PER_SECOND = Math.toRadians(22);
    private static final double MOST_STRETCH_PER_SECOND = 0.15;

    /** Height drifts; the head comes back to eye height in the long run, but a seat or a crouch is kept. */
    private static final double SEAT_MEMORY_SECONDS = 60;

    /** Nobody stays half way: less than a stool's height below standing is drift or a bow of some seconds. */
    private static final double BOW_MEMORY_SECONDS = 10;

    private static final double DEEPEST_BOW_METERS = 0.12;
    private static final double HIGHEST_SEAT_METERS = 0.22;

    /** Who goes somewhere stands: after so many metres beyond {@link #LEANING_METERS_PER_SECOND} the head is back near eye height. */
    private static final double HEIGHT_MEMORY_METERS = 1.5;

    /** Heads of people who work while they sit or kneel sway about as fast as this; faster for long is a walk. */
    private static final double LEANING_METERS_PER_SECOND = 0.3;

    /**
     * Walking heads stay level within 5 cm; those that sit down or crouch hardly travel. Height changes count half at this speed over the
     * floor, so that a slope that comes of a world not yet upright does not sink the body.
     */
    private static final double LEVEL_METERS_PER_SECOND = 0.9;

    private static final double SPEED_MEMORY_SECONDS = 0.6;

    /**
     * People sit down, bend and rise at 0.2 to 0.7 m/s; what the odometry makes up creeps. Height changes count half at this speed. Of
     * simulated odometry of motion made by procedures and recorded (docs/benchmarks.md).
     */
    private static final double CREEPING_METERS_PER_SECOND = 0.05;

    private static final double RISE_MEMORY_SECONDS = 0.3;

    /** About at this quality of the odometry, of 1, half of a change of height is believed: blur and darkness make heads fall. */
    private static final double HALF_TRUSTED_QUALITY = 0.5;

    /**
     * After so many seconds of poor odometry (what is below this quality counts by how far) half is unknown of how much a head has risen
     * or sunk meanwhile. Then it is taken to stand again as soon as the odometry is good, so quickly, and for about so long.
     */
    private static final double POOR_QUALITY = 0.6;

    private static final double HALF_DOUBTED_SECONDS = 1.5;
    private static final double DOUBTED_MEMORY_SECONDS = 1.5;
    private static final double DOUBT_LASTS_SECONDS = 4;

    /** A head that moves faster is an error of the tracking (walking 1.5 m/s, sitting down 0.7 m/s at its peak). */
    private static final double MOST_METERS_PER_SECOND = 4;

    private static final double MOST_RISE_PER_SECOND = 1.2;

    /** A camera on the head of somebody standing is at most so much higher than assumed: tiptoe adds 0.05 m to 1.60 m. */
    private static final double HIGHEST_OF_EYE_HEIGHT = 1.03;

    /**
     * A head that looks straight down has its eyes so much lower than one that looks ahead: they are 0.1 m before the joint of skull and
     * neck, and the neck and back bow with it. Goes with the sine of the pitch.
     */
    private static final double BOW_METERS = 0.14;

    /** A sensor's world may have its origin anywhere; a first height between these is one over the floor (the motion stage's bounds). */
    private static final double LEAST_SENSED_EYE_HEIGHT = 0.5;

    private static final double MOST_SENSED_EYE_HEIGHT = 2.3;

    /** Eyes of somebody who lies on the floor on an elbow. */
    private static final double LOWEST_METERS = 0.35;

    /** How fast a height that is out of bounds comes back: 1 cm in a frame at 30 frames per second. */
    private static final double RETURN_METERS_PER_SECOND = 0.3;

    /** The floor is where this share of the points lies above it: a few bad points lie below any floor. */
    private static final double FLOOR_QUANTILE = 0.93;

    /** How fast the position catches up with what was found out late, while the first views gave no depth. */
    private static final double CATCH_UP_METERS_PER_SECOND = 0.8;

    /** How far down heads look on average: between walking and work (those of {@link HeadMount}). */
    private static final double LOOK_DOWN_RADIANS = Math.toRadians(25);

    private static final int BINS = 64;
    private static final double SMALLEST_DROP = 0.1;
    private static final double BIN_RATIO = 1.08;
    private static final double LEAST_FLOOR_WEIGHT = 40;

    /** How much the floor is believed against the assumed scene depth: what is low may be a table. */
    private static final double FLOOR_TRUST = 0.7;

    private final VisualOdometryConfig config;
    private Quaternion worldFromMap = Quaternion.IDENTITY;
    private double scale = 1;
    private Vec3 positionInWorld;
    private Vec3 owedInWorld = Vec3.ZERO;
    private @Nullable Vec3 lastCenterInMap;
    private final Gravity gravity;
    private final HeadMount mount = new HeadMount();

    /** Over the floor, metres per second, smoothed. */
    private Vec3 velocity = Vec3.ZERO;

    /** Upwards, metres per second, smoothed, before anything is taken off it. */
    private double risePerSecond;

    /** From where the head looks to the camera, if it is {@link #worn} in a way that is known. */
    private Quaternion cameraFromLook = Quaternion.IDENTITY;

    private boolean worn;
    private Vec3[] handsInMap = {};
    private double[] linesInCamera = {};
    private double quality = 1;

    /** How long the odometry has been poor, weighted, and not been made up for. */
    private double poorSeconds;

    /** Where a sensor's world has its floor; 0 in a world of our own. */
    private double floor;

    private boolean placed;

    /** True if the height once came from a sensor: then it is in metres. */
    private boolean sensed;

    /** This frame's {@link #standingHeight}. */
    private double standing;

    private final double[] dropWeights = new double[BINS];

    WorldAlignment(VisualOdometryConfig config) {
        this.config = config;
        this.gravity = new Gravity(config.downPitchRadians());
        this.positionInWorld = new Vec3(0, 0, config.eyeHeightMeters());
    }

    /** Where the head looks, by what is known of how the camera is worn; empty if nothing. To be told before each frame. */
    void wear(Optional<RigidTransform> cameraFromEyes) {
        worn = cameraFromEyes.isPresent() || sensed;
        cameraFromLook = cameraFromEyes.map(RigidTransform::rotation).orElse(Quaternion.IDENTITY);
        gravity.assumePitch(worn ? LOOK_DOWN_RADIANS : config.downPitchRadians());
    }

    /** Takes up a world pose that is known (a sensor's), as the start of what follows. */
    void placeAt(RigidTransform worldFromCamera, CameraPose pose) {
        worldFromMap = worldFromCamera.rotation().times(pose.rotationMapFromCamera().conjugate()).normalized();
        positionInWorld = worldFromCamera.translation();
        lastCenterInMap = pose.centerInMap();
        owedInWorld = Vec3.ZERO;
        Quaternion mapFromWorld = worldFromMap.conjugate();
        gravity.beginAt(mapFromWorld.rotate(new Vec3(0, 0, 1)), mapFromWorld.rotate(new Vec3(1, 0, 0)));
        if (!placed) {
            double height = positionInWorld.z();
            boolean plausible = height >= LEAST_SENSED_EYE_HEIGHT && height <= MOST_SENSED_EYE_HEIGHT;
            floor = plausible ? 0 : height - config.eyeHeightMeters();
        }
        placed = true;
        sensed = true;
    }

    /** The present guess; before the first frame, what the assumed pitch says of a camera with that pose. */
    Vec3 upInMap(CameraPose pose) {
        return placed
                ? worldFromMap.conjugate().rotate(new Vec3(0, 0, 1))
                : gravity.assumedUpInMap(pose.rotationMapFromCamera().times(cameraFromLook));
    }

    /** Unit directions in the map to the wearer's hands in the frame that comes next. */
    void see(Vec3[] directionsInMap) {
        handsInMap = directionsInMap;
    }

    /** How sure the odometry is of the frame that comes next, 0..1. */
    void trust(double qualityOfPose) {
        quality = qualityOfPose;
    }

    /**
     * Straight edges of the frame that comes next.
     *
     * @param planesInCamera {@code [n, 4]} of {@link LineFinder}
     */
    void seeLines(double[] planesInCamera, CameraPose pose) {
        linesInCamera = planesInCamera;
        if (placed) {
            gravity.seeLines(planesInCamera, pose.rotationMapFromCamera(), upInMap(pose));
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
        if (placed) {
            gravity.observe(mapFromCamera.times(cameraFromLook), handsInMap, seconds);
            level(seconds);
        } else {
            begin(mapFromCamera);
        }
        mount.observe(current(mapFromCamera), handsInMap.length > 0, seconds);
        standing = standingHeight(mapFromCamera);
        doubt(seconds);
        stretch(seconds);
        Vec3 center = pose.centerInMap();
        if (lastCenterInMap != null) {
            Vec3 movedInMap = center.minus(lastCenterInMap).times(scale);
            Vec3 moved = worldFromMap.rotate(movedInMap);
            if (late) {
                owedInWorld = owedInWorld.plus(moved);
            } else {
                gravity.observeMotion(movedInMap, seconds);
                move(possible(moved, seconds), seconds);
            }
        }
        lastCenterInMap = center;
        catchUp(seconds);
        return current(mapFromCamera);
    }

    private void doubt(double seconds) {
        poorSeconds = quality < POOR_QUALITY
                ? poorSeconds + seconds * (1 - quality / POOR_QUALITY)
                : poorSeconds * Math.exp(-seconds / DOUBT_LASTS_SECONDS);
    }

    private Vec3 possible(Vec3 moved, double seconds) {
        double most = MOST_METERS_PER_SECOND * seconds;
        Vec3 slower = moved.norm() <= most ? moved : moved.times(most / moved.norm());
        Vec3 level = new Vec3(slower.x(), slower.y(), 0);
        double fade = Math.exp(-seconds / SPEED_MEMORY_SECONDS);
        velocity = seconds > 0 ? velocity.times(fade).plus(level.times((1 - fade) / seconds)) : velocity;
        return new Vec3(slower.x(), slower.y(), believedRise(slower.z(), seconds));
    }

    /** What of a change of height is taken for one: not what comes while walking, not what creeps. */
    private double believedRise(double rise, double seconds) {
        double fade = Math.exp(-seconds / RISE_MEMORY_SECONDS);
        risePerSecond = seconds > 0 ? risePerSecond * fade + (1 - fade) * rise / seconds : risePerSecond;
        double speed = velocity.norm() / LEVEL_METERS_PER_SECOND;
        double creep = CREEPING_METERS_PER_SECOND * CREEPING_METERS_PER_SECOND;
        double most = MOST_RISE_PER_SECOND * seconds;
        double quick = risePerSecond * risePerSecond / (risePerSecond * risePerSecond + creep);
        double half = HALF_TRUSTED_QUALITY * HALF_TRUSTED_QUALITY;
        double sure = (1 + half) * quality * quality / (quality * quality + half);
        return quick * sure * Math.max(-most, Math.min(most, rise)) / (1 + speed * speed);
    }

    private void catchUp(double seconds) {
        double owed = owedInWorld.norm();
        double most = CATCH_UP_METERS_PER_SECOND * seconds;
        Vec3 paid = owed <= most ? owedInWorld : owedInWorld.times(most / owed);
        move(paid, 0);
        owedInWorld = owedInWorld.minus(paid);
    }

    /**
     * Moves, but not out of what is possible: motion beyond a bound is drift and is not taken; a height already beyond it (taken over
     * from a sensor) comes back slowly.
     */
    private void move(Vec3 by, double seconds) {
        double before = positionInWorld.z();
        double back = RETURN_METERS_PER_SECOND * seconds;
        double most = Math.max(standing + (HIGHEST_OF_EYE_HEIGHT - 1) * config.eyeHeightMeters(), before - back);
        double least = Math.min(floor + LOWEST_METERS, before + back);
        double walked = Math.max(0, velocity.norm() - LEANING_METERS_PER_SECOND) * seconds;
        double seated = (standing - before - DEEPEST_BOW_METERS) / (HIGHEST_SEAT_METERS - DEEPEST_BOW_METERS);
        double part = Math.max(0, Math.min(1, seated));
        double share = seconds * ((1 - part) / BOW_MEMORY_SECONDS + part / SEAT_MEMORY_SECONDS) + walked / HEIGHT_MEMORY_METERS;
        double doubted = quality < POOR_QUALITY ? 0 : poorSeconds / (poorSeconds + HALF_DOUBTED_SECONDS);
        share += seconds * doubted / DOUBTED_MEMORY_SECONDS;
        double pull = (standing - before) * Math.min(1, share);
        double height = before + by.z() + Math.max(-back, Math.min(back, pull));
        positionInWorld = new Vec3(
                positionInWorld.x() + by.x(), positionInWorld.y() + by.y(), Math.max(least, Math.min(most, height)));
    }

    /** Height in the world of the eyes of somebody who stands and looks as the camera does. */
    private double standingHeight(Quaternion mapFromCamera) {
        double down = HeadMount.pitchDownRadians(current(mapFromCamera.times(cameraFromLook))) - (worn ? 0 : mount.tiltRadians());
        return floor + config.eyeHeightMeters() - BOW_METERS * Math.max(0, Math.sin(down));
    }

    /** Where the camera was last, turned as it is turned now. */
    RigidTransform current(Quaternion mapFromCamera) {
        return new RigidTransform(worldFromMap.times(mapFromCamera).normalized(), positionInWorld);
    }

    private void begin(Quaternion mapFromCamera) {
        Quaternion mapFromLook = mapFromCamera.times(cameraFromLook);
        gravity.begin(mapFromLook, handsInMap);
        gravity.seeLines(linesInCamera, mapFromCamera, gravity.firstUpInMap(mapFromLook));
        Quaternion leveled = Quaternion.between(gravity.firstUpInMap(mapFromLook), new Vec3(0, 0, 1));
        Vec3 forward = leveled.rotate(mapFromCamera.rotate(new Vec3(0, 0, 1)));
        double yaw = Math.atan2(forward.y(), forward.x());
        worldFromMap = Quaternion.fromAxisAngle(new Vec3(0, 0, 1), -yaw).times(leveled).normalized();
        mount.observe(current(mapFromCamera), handsInMap.length > 0, 0);
        positionInWorld = new Vec3(0, 0, standingHeight(mapFromCamera));
        placed = true;
    }

    /** Turns the world, slowly, so that the up direction is vertical. */
    private void level(double seconds) {
        Vec3 present = worldFromMap.conjugate().rotate(new Vec3(0, 0, 1));
        Quaternion error = Quaternion.between(worldFromMap.rotate(gravity.upInMap(present)), new Vec3(0, 0, 1));
        double angle = error.toRotationVector().norm();
        double most = Math.min(MOST_TILT_PER_SECOND, TILT_PER_SECOND + SHARE_OF_TILT_PER_SECOND * angle) * seconds;
        Quaternion step = angle <= most ? error : Quaternion.IDENTITY.slerp(error, most / angle);
        worldFromMap = step.times(worldFromMap).normalized();
    }

    private void stretch(double seconds) {
        double wanted = wantedScale();
        double most = Math.exp(MOST_STRETCH_PER_SECOND * seconds);
        double by = Math.max(1 / most, Math.min(most, wanted / scale));
        scale *= by;
        if (!sensed) {
            // How deep a crouch was is known in units of the map only: rising from it must lead back to where it began.
            double height = standing + by * (positionInWorld.z() - standing);
            positionInWorld = new Vec3(positionInWorld.x(), positionInWorld.y(), height);
        }
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

    void write(DataOutputStream out) throws IOException {
        for (double value : new double[] {worldFromMap.w(), worldFromMap.x(), worldFromMap.y(), worldFromMap.z(), scale}) {
            out.writeDouble(value);
        }
        write(out, positionInWorld);
        write(out, owedInWorld);
        write(out, velocity);
        out.writeDouble(risePerSecond);
        out.writeDouble(poorSeconds);
        out.writeDouble(floor);
        gravity.write(out);
        mount.write(out);
        out.writeBoolean(placed);
        out.writeBoolean(sensed);
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
        velocity = readVector(in);
        risePerSecond = in.readDouble();
        poorSeconds = in.readDouble();
        floor = in.readDouble();
        gravity.read(in);
        mount.read(in);
        placed = in.readBoolean();
        sensed = in.readBoolean();
        boolean hasCenter = in.readBoolean();
        Vec3 center = readVector(in);
        lastCenterInMap = hasCenter ? center : null;
        for (int i = 0; i < BINS; i++) {
            dropWeights[i] = in.readDouble();
        }
    }
}
