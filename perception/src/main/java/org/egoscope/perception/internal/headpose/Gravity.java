package org.egoscope.perception.internal.headpose;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;

/**
 * Which way is up in the map, from soft facts: upright edges of what people build ({@link VerticalLines}), where there are enough; heads
 * do not roll, so up is at right angles to the camera's x axis; the wearer's hands are below the eyes; people move along the floor more
 * than up and down; and, where no hand says more, headset cameras look somewhat down on average.
 */
final class Gravity {
    /** Squared ratio of how much heads roll (about 6 degrees) and how much the mean pitch of a clip varies (about 30, with the mount). */
    private static final double PITCH_WEIGHT = 0.04;

    /** The same with the mean elevation of the hands of a clip (about 10 degrees beyond the band below). */
    private static final double HAND_WEIGHT = 0.36;

    /** With hands in view the mean pitch says little: who works looks down steadily. */
    private static final double PITCH_WEIGHT_LEFT_BY_HANDS = 0.2;

    /**
     * Hands work at elbow height or a little above (work surfaces are built so: ISO 14738). For a stature of 1.70 m that is 1.07 m, eyes
     * are at 1.59 m (0.63 and 0.936 of stature: Drillis and Contini 1966); a bowed head is some 0.08 m lower and further ahead, so hands
     * are 0.4 to 0.55 m below the eyes and 0.3 to 0.45 m ahead of them: 44 to 60 degrees down. Who bends over the work has them below
     * the forehead, where the camera is: up to 75 degrees in kitchen clips. Within the band nothing is preferred.
     */
    private static final double HIGHEST_SINE = -Math.sin(Math.toRadians(44));

    private static final double LOWEST_SINE = -Math.sin(Math.toRadians(75));

    /** Residuals above this (as sines, about 12 degrees) count by their size, not its square: a hand may reach up for a while. */
    private static final double ROBUST_SINE = 0.2;

    /**
     * Squared ratio of the sine of a 6 degree roll and how much a head rises or sinks in a second, about 0.15 m, for the square of a
     * metre moved in that second.
     */
    private static final double LEVEL_WEIGHT = 0.45;

    private static final double SECONDS_OF_MOTION = 1;

    /** Of what upright edges say, in units of what heads that do not roll say: it is three times as sure. */
    private static final double LINE_WEIGHT = 2;

    /** What the other facts count against {@link VerticalLines}: a roll of 10 degrees as much as 0.85 of the edges that chance has. */
    private static final double COST_PER_SECOND = 28;

    /** Edges of one picture may agree by chance. */
    private static final double LINES_FOR_TRUST = 120;

    private static final double MEMORY_SECONDS = 40;

    /** Weight of the first frame's up axis, as if seen for so long. */
    private static final double PRIOR_SECONDS = 2;

    private static final double SECONDS_BETWEEN_HANDS = 0.25;

    /** Hands seen for so long say half of what hands can say; the first counts at once as that. */
    private static final double HALF_TRUST_SECONDS = 0.5;

    private static final int MOST_HANDS = 96;
    private static final int ITERATIONS = 25;
    private static final int FIRST_ITERATIONS = 300;

    private Vec3 upInLevelCamera;
    private Vec3 upSumInMap = Vec3.ZERO;
    private double seconds;

    /** {@code [3, 3]} sum of the outer products of the camera's x axis in the map, weighted by seconds. */
    private final double[] sideways = new double[9];

    /** {@code [n, 3]} unit directions to the wearer's hands in the map, the last {@link #MOST_HANDS} in a ring. */
    private final double[] hands = new double[MOST_HANDS * 3];

    private int handCount;
    private int nextHand;
    private double handSeconds;
    private double sinceHand = SECONDS_BETWEEN_HANDS;
    /** Since the last look at the motion: seconds, and metres in the map's axes. */
    private double motionSeconds;

    private Vec3 motion = Vec3.ZERO;

    /** {@code [3, 3]} sum of the outer products of the motion in each second, square metres in the map's axes. */
    private final double[] travel = new double[9];

    private final VerticalLines lines = new VerticalLines();
    private Vec3 upOfLines = Vec3.ZERO;
    private double trustInLines;

    private final double[] system = new double[9];
    private final double[] right = new double[3];

    Gravity(double downPitchRadians) {
        this.upInLevelCamera = upSeenFrom(downPitchRadians);
    }

    /** From now on. */
    void assumePitch(double downPitchRadians) {
        upInLevelCamera = upSeenFrom(downPitchRadians);
    }

    private static Vec3 upSeenFrom(double downPitchRadians) {
        return new Vec3(0, -Math.cos(downPitchRadians), -Math.sin(downPitchRadians));
    }

    /** The first frame. */
    void begin(Quaternion mapFromCamera, Vec3[] handsInMap) {
        seconds = 0;
        upSumInMap = Vec3.ZERO;
        observe(mapFromCamera, handsInMap, PRIOR_SECONDS);
    }

    /** Takes over an up direction that a sensor knows in every direction: as if heads had been seen with x axes all around. */
    void beginAt(Vec3 up, Vec3 forward) {
        Arrays.fill(sideways, 0);
        Arrays.fill(travel, 0);
        motionSeconds = 0;
        motion = Vec3.ZERO;
        handCount = 0;
        nextHand = 0;
        handSeconds = 0;
        lines.clear();
        trustInLines = 0;
        seconds = MEMORY_SECONDS / 2;
        upSumInMap = up.times(seconds);
        addOuter(sideways, forward, seconds / 2);
        addOuter(sideways, up.cross(forward), seconds / 2);
    }

    void observe(Quaternion mapFromCamera, Vec3[] handsInMap, double duration) {
        double fade = Math.exp(-duration / MEMORY_SECONDS);
        for (int i = 0; i < 9; i++) {
            sideways[i] *= fade;
            travel[i] *= fade;
        }
        addOuter(sideways, mapFromCamera.rotate(new Vec3(1, 0, 0)), duration);
        upSumInMap = upSumInMap.times(fade).plus(assumedUpInMap(mapFromCamera).times(duration));
        seconds = seconds * fade + duration;
        handSeconds *= fade;
        sinceHand += duration;
        if (handsInMap.length > 0 && sinceHand >= SECONDS_BETWEEN_HANDS) {
            handSeconds += Math.min(sinceHand, 2 * SECONDS_BETWEEN_HANDS);
            sinceHand = 0;
            for (Vec3 hand : handsInMap) {
                addHand(hand);
            }
        }
    }

    /**
     * Looks for the vertical among edges.
     *
     * @param planesInCamera {@code [n, 4]} of {@link LineFinder}
     * @param present up as it is believed, unit vector in the map
     */
    void seeLines(double[] planesInCamera, Quaternion mapFromCamera, Vec3 present) {
        lines.add(planesInCamera, mapFromCamera);
        assemble(present, 0);
        VerticalLines.Vertical found = lines.find(present, this::cost);
        upOfLines = found.up();
        trustInLines = found.trust() * Math.min(1, lines.count() / LINES_FOR_TRUST);
    }

    /** What is against a direction, by what was last assembled. */
    private double cost(Vec3 up) {
        double quadratic = up.x() * row(0, up) + up.y() * row(1, up) + up.z() * row(2, up);
        double linear = right[0] * up.x() + right[1] * up.y() + right[2] * up.z();
        return COST_PER_SECOND * (quadratic - 2 * linear) / Math.max(1e-9, seconds);
    }

    private static void addOuter(double[] sum, Vec3 vector, double weight) {
        double[] a = {vector.x(), vector.y(), vector.z()};
        for (int i = 0; i < 9; i++) {
            sum[i] += weight * a[i / 3] * a[i % 3];
        }
    }

    /** Motion of the head since the frame before, metres in the map's axes. */
    void observeMotion(Vec3 metersInMap, double duration) {
        motion = motion.plus(metersInMap);
        motionSeconds += duration;
        if (motionSeconds >= SECONDS_OF_MOTION) {
            // Longer than 1.5 m in a second is a run or an error: it counts as if it were that.
            double shorter = Math.min(1, 1.5 / Math.max(1e-9, motion.norm()));
            addOuter(travel, motion.times(shorter), LEVEL_WEIGHT);
            motion = Vec3.ZERO;
            motionSeconds = 0;
        }
    }

    private void addHand(Vec3 direction) {
        hands[nextHand * 3] = direction.x();
        hands[nextHand * 3 + 1] = direction.y();
        hands[nextHand * 3 + 2] = direction.z();
        nextHand = (nextHand + 1) % MOST_HANDS;
        handCount = Math.min(MOST_HANDS, handCount + 1);
    }

    /** What the assumed pitch says of one frame. */
    Vec3 assumedUpInMap(Quaternion mapFromCamera) {
        return mapFromCamera.rotate(upInLevelCamera);
    }

    /** Up from what the first frame alone says. */
    Vec3 firstUpInMap(Quaternion mapFromCamera) {
        return upInMap(assumedUpInMap(mapFromCamera), FIRST_ITERATIONS);
    }

    Vec3 upInMap(Vec3 present) {
        return upInMap(present, ITERATIONS);
    }

    /**
     * The unit vector u that minimises {@code sum (x_i . u)^2 + a sum |u - up_i|^2 + b sum rho(distance of h_i . u to its band)}, by
     * minorisation: with {@code A} the quadratic part and c no less than its largest eigenvalue, {@code u <- (c I - A) u + right} never
     * makes it worse. Starts at the present direction, so that it follows one minimum.
     */
    private Vec3 upInMap(Vec3 present, int iterations) {
        Vec3 up = present.normalized();
        for (int k = 0; k < iterations; k++) {
            assemble(up, LINE_WEIGHT);
            double c = system[0] + system[4] + system[8];
            up = new Vec3(
                            c * up.x() - row(0, up) + right[0],
                            c * up.y() - row(1, up) + right[1],
                            c * up.z() - row(2, up) + right[2])
                    .normalized();
        }
        return up;
    }

    private double row(int row, Vec3 v) {
        return system[row * 3] * v.x() + system[row * 3 + 1] * v.y() + system[row * 3 + 2] * v.z();
    }

    private void assemble(Vec3 up, double lineWeight) {
        double trust = handCount == 0 ? 0 : handSeconds / (handSeconds + HALF_TRUST_SECONDS);
        double pitch = PITCH_WEIGHT * (1 - trust * (1 - PITCH_WEIGHT_LEFT_BY_HANDS));
        for (int i = 0; i < 9; i++) {
            system[i] = sideways[i] + travel[i];
        }
        double line = lineWeight * trustInLines * seconds;
        right[0] = pitch * upSumInMap.x() + line * upOfLines.x();
        right[1] = pitch * upSumInMap.y() + line * upOfLines.y();
        right[2] = pitch * upSumInMap.z() + line * upOfLines.z();
        double weight = handCount == 0 ? 0 : HAND_WEIGHT * trust * seconds / handCount;
        for (int i = 0; i < handCount; i++) {
            addHandTerm(i * 3, up, weight);
        }
    }

    private void addHandTerm(int at, Vec3 up, double fullWeight) {
        double sine = hands[at] * up.x() + hands[at + 1] * up.y() + hands[at + 2] * up.z();
        double target = Math.max(LOWEST_SINE, Math.min(HIGHEST_SINE, sine));
        double weight = fullWeight * Math.min(1, ROBUST_SINE / Math.max(1e-9, Math.abs(sine - target)));
        for (int row = 0; row < 3; row++) {
            double a = weight * hands[at + row];
            right[row] += a * target;
            for (int column = 0; column < 3; column++) {
                system[row * 3 + column] += a * hands[at + column];
            }
        }
    }

    void write(DataOutputStream out) throws IOException {
        for (double value : new double[] {upSumInMap.x(), upSumInMap.y(), upSumInMap.z(), seconds, handSeconds, sinceHand}) {
            out.writeDouble(value);
        }
        for (double value : new double[] {motionSeconds, motion.x(), motion.y(), motion.z()}) {
            out.writeDouble(value);
        }
        for (int i = 0; i < 9; i++) {
            out.writeDouble(sideways[i]);
            out.writeDouble(travel[i]);
        }
        lines.write(out);
        for (double value : new double[] {upOfLines.x(), upOfLines.y(), upOfLines.z(), trustInLines}) {
            out.writeDouble(value);
        }
        out.writeInt(handCount);
        out.writeInt(nextHand);
        for (double value : hands) {
            out.writeDouble(value);
        }
    }

    void read(DataInputStream in) throws IOException {
        upSumInMap = new Vec3(in.readDouble(), in.readDouble(), in.readDouble());
        seconds = in.readDouble();
        handSeconds = in.readDouble();
        sinceHand = in.readDouble();
        motionSeconds = in.readDouble();
        motion = new Vec3(in.readDouble(), in.readDouble(), in.readDouble());
        for (int i = 0; i < 9; i++) {
            sideways[i] = in.readDouble();
            travel[i] = in.readDouble();
        }
        lines.read(in);
        upOfLines = new Vec3(in.readDouble(), in.readDouble(), in.readDouble());
        trustInLines = in.readDouble();
        handCount = in.readInt();
        nextHand = in.readInt();
        for (int i = 0; i < hands.length; i++) {
            hands[i] = in.readDouble();
        }
    }
}
