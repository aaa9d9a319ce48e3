package org.egoscope.motion.internal.mesh;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.jspecify.annotations.Nullable;

/**
 * The shape of our body as one implicit surface: a smooth union of round cones, ellipsoids and a trunk of stacked cross-sections, at the
 * reference stature in the rest pose (x forward, y left, z up), sole at z = 0.
 *
 * <p>Breadths, depths and girths are rounded medians of adults of both sexes at about 1.70 m (ANSUR II, 2012: chest breadth 0.29, waist
 * depth 0.22, hip breadth 0.34, head 0.15 x 0.19, thigh girth 0.60, calf 0.38, upper arm 0.32, forearm 0.28, hand 0.185 x 0.085, foot
 * 0.255 x 0.095 m); the joints are those of {@link SmplJoint}. Powers are those of {@link StrictMath}: the same surface on every machine.
 */
final class BodySolid {
    private static final double SKIN_BLEND = 0.03;
    private static final double SOLE_BLEND = 0.012;

    /** Fuller than an ellipse (2): a chest is nearer to a rounded box. */
    private static final double FULL_SECTION = 2.3;

    /** Brings the surface to 5 to 8 thousand vertices. */
    private static final double EDGE_FACTOR = 0.84;

    private static final double CELL_METERS = 0.05;
    private static final int CELLS_X = 20;
    private static final int CELLS_Y = 40;
    private static final int CELLS_Z = 40;
    private static final Vec3 FORWARD = new Vec3(1, 0, 0);
    private static final Vec3 LEFT = new Vec3(0, 1, 0);

    /** Rows of height, half depth, half breadth, centre x, centre y. */
    private static final double[][] TRUNK = {
        {0.800, 0.080, 0.120, -0.018, 0},
        {0.860, 0.104, 0.158, -0.018, 0},
        {0.920, 0.108, 0.166, -0.016, 0},
        {0.990, 0.100, 0.154, -0.008, 0},
        {1.070, 0.098, 0.139, 0.000, 0},
        {1.150, 0.104, 0.140, 0.002, 0},
        {1.230, 0.112, 0.150, 0.000, 0},
        {1.310, 0.113, 0.157, -0.010, 0},
        {1.370, 0.096, 0.150, -0.025, 0},
        {1.425, 0.068, 0.110, -0.038, 0},
        {1.470, 0.050, 0.055, -0.040, 0},
    };

    /** Rows of y, half depth, half thickness, centre x, centre z of the left arm, shoulder to wrist. */
    private static final double[][] ARM = {
        {0.120, 0.050, 0.052, -0.044, 1.398},
        {0.190, 0.053, 0.053, -0.047, 1.393},
        {0.260, 0.050, 0.052, -0.054, 1.391},
        {0.340, 0.046, 0.048, -0.061, 1.389},
        {0.400, 0.041, 0.043, -0.067, 1.387},
        {0.435, 0.041, 0.041, -0.071, 1.386},
        {0.490, 0.045, 0.043, -0.070, 1.387},
        {0.560, 0.040, 0.036, -0.070, 1.387},
        {0.630, 0.031, 0.026, -0.070, 1.386},
        {0.675, 0.029, 0.021, -0.070, 1.386},
        {0.705, 0.031, 0.019, -0.070, 1.385},
    };

    /** Rows of height, half depth, half breadth, centre x, centre y of the left leg, ankle to groin. */
    private static final double[][] LEG = {
        {0.040, 0.040, 0.032, -0.058, 0.090},
        {0.095, 0.037, 0.031, -0.060, 0.091},
        {0.150, 0.040, 0.034, -0.058, 0.092},
        {0.230, 0.051, 0.045, -0.053, 0.095},
        {0.320, 0.060, 0.055, -0.046, 0.099},
        {0.390, 0.060, 0.055, -0.034, 0.102},
        {0.445, 0.055, 0.050, -0.020, 0.104},
        {0.485, 0.057, 0.052, -0.009, 0.104},
        {0.530, 0.060, 0.055, -0.007, 0.102},
        {0.610, 0.070, 0.065, -0.006, 0.098},
        {0.700, 0.081, 0.077, -0.006, 0.093},
        {0.780, 0.089, 0.087, -0.008, 0.090},
        {0.850, 0.092, 0.090, -0.010, 0.088},
    };

    private final List<Solid> solids = new ArrayList<>();
    private final Vec3[] joints = restJoints();
    private final Solid[] all;

    /** Solids near each cell of x -0.5..0.5, y -1..1, z -0.1..1.9 m, filled when asked for. */
    private final Solid[] @Nullable [] cells = new Solid[CELLS_X * CELLS_Y * CELLS_Z][];

    BodySolid() {
        solids.add(new Sweep(new Sweep.Axes(true, 1, FULL_SECTION, 0.05), TRUNK, skin(SKIN_BLEND, 0.022)));
        addHead();
        for (int side = 1; side >= -1; side -= 2) {
            addTrunkSide(side);
            addArm(side);
            addHand(side);
            addLeg(side);
            addFoot(side);
        }
        this.all = solids.toArray(Solid[]::new);
    }

    /** {@code [24]} joints of the reference body, metres, sole at z = 0. */
    static Vec3[] restJoints() {
        Vec3[] joints = new Vec3[SmplJoint.COUNT];
        double lowest = 0;
        for (SmplJoint joint : SmplJoint.all()) {
            SmplJoint parent = joint.parent();
            joints[joint.ordinal()] = parent == null ? Vec3.ZERO : joints[parent.ordinal()].plus(joint.restOffset());
            lowest = Math.min(lowest, joints[joint.ordinal()].z());
        }
        Vec3 up = new Vec3(0, 0, SmplJoint.BALL_HEIGHT_METERS - lowest);
        for (int j = 0; j < joints.length; j++) {
            joints[j] = joints[j].plus(up);
        }
        return joints;
    }

    /** Negative inside, about metres outside. */
    double distance(double x, double y, double z) {
        return distance(near(x, y, z), x, y, z);
    }

    private static double distance(Solid[] solids, double x, double y, double z) {
        double distance = 1e3;
        for (Solid solid : solids) {
            if (solid.atLeast(x, y, z) < distance + solid.blendMeters()) {
                distance = Blend.union(distance, solid.distance(x, y, z), solid.blendMeters());
            }
        }
        return Blend.intersection(distance, -z, SOLE_BLEND);
    }

    /** Those solids that can matter in the same cell of a coarse grid: some five of sixty. */
    private Solid[] near(double x, double y, double z) {
        int i = (int) Math.floor((x + 0.5) / CELL_METERS);
        int j = (int) Math.floor((y + 1.0) / CELL_METERS);
        int k = (int) Math.floor((z + 0.1) / CELL_METERS);
        if (i < 0 || j < 0 || k < 0 || i >= CELLS_X || j >= CELLS_Y || k >= CELLS_Z) {
            return all;
        }
        int cell = (k * CELLS_Y + j) * CELLS_X + i;
        if (cells[cell] == null) {
            cells[cell] = nearCenter((i + 0.5) * CELL_METERS - 0.5, (j + 0.5) * CELL_METERS - 1.0, (k + 0.5) * CELL_METERS - 0.1);
        }
        return cells[cell];
    }

    private Solid[] nearCenter(double x, double y, double z) {
        double radius = Math.sqrt(3) / 2 * CELL_METERS;
        double distance = distance(all, x, y, z);
        return Arrays.stream(all).filter(s -> s.atLeast(x, y, z) < distance + 2.5 * radius + s.blendMeters()).toArray(Solid[]::new);
    }

    /** Wanted length of edges here, metres: that of the solids nearby. */
    double edgeMeters(double x, double y, double z) {
        double sum = 0;
        double weights = 0;
        for (Solid solid : near(x, y, z)) {
            double reach = Math.max(solid.atLeast(x, y, z), 0);
            if (reach < 0.05) {
                double distance = Math.max(solid.distance(x, y, z), 0) + 0.004;
                double weight = 1 / (distance * distance);
                sum += weight * solid.edgeMeters();
                weights += weight;
            }
        }
        return EDGE_FACTOR * (weights == 0 ? 0.02 : sum / weights);
    }

    private void addHead() {
        Vec3 neck = joint(SmplJoint.NECK);
        cone(neck.plus(at(0.002, 0, -0.03)), at(0.004, 0, 1.545), LEFT, round(0.058, 0.055), skin(SKIN_BLEND, 0.016));
        ellipsoid(at(-0.006, 0, 1.612), at(0.098, 0.077, 0.092), skin(0.02, 0.013));
        ellipsoid(at(0.036, 0, 1.545), at(0.066, 0.058, 0.066), skin(0.03, 0.012));
        ellipsoid(at(0.078, 0, 1.497), at(0.024, 0.026, 0.020), skin(0.025, 0.010));
        cone(at(0.090, 0, 1.598), at(0.107, 0, 1.563), LEFT, round(0.008, 0.012), skin(0.014, 0.008));
        ellipsoid(at(0.088, 0, 1.527), at(0.012, 0.024, 0.010), skin(0.020, 0.009));
        for (int side = 1; side >= -1; side -= 2) {
            ellipsoid(at(0.078, side * 0.028, 1.610), at(0.016, 0.026, 0.010), skin(0.012, 0.009));
            ellipsoid(at(-0.002, side * 0.079, 1.588), at(0.017, 0.009, 0.031), skin(0.008, 0.009));
        }
    }

    private void addTrunkSide(int side) {
        Vec3 shoulder = joint(SmplJoint.LEFT_SHOULDER);
        cone(at(-0.045, side * 0.030, 1.455), at(-0.048, side * 0.155, 1.410), FORWARD, round(0.046, 0.042), skin(0.04, 0.018));
        ellipsoid(at(-0.070, side * 0.105, 1.330), at(0.050, 0.075, 0.095), skin(0.04, 0.020));
        ellipsoid(at(0.062, side * 0.075, 1.300), at(0.045, 0.075, 0.055), skin(0.04, 0.018));
        ellipsoid(at(-0.075, side * 0.075, 0.875), at(0.070, 0.078, 0.085), skin(0.04, 0.020));
        ellipsoid(at(shoulder.x(), side * (shoulder.y() + 0.012), shoulder.z() - 0.006), at(0.056, 0.050, 0.049), skin(0.04, 0.016));
    }

    private void addArm(int side) {
        solids.add(new Sweep(new Sweep.Axes(false, side, 2, 0.02), ARM, skin(0.04, 0.017)));
    }

    private void addHand(int side) {
        Vec3 wrist = joint(SmplJoint.LEFT_WRIST);
        Vec3 palm = wrist.plus(at(-0.004, 0.050, -0.002));
        limb(side, wrist, palm, FORWARD, new RoundCone.Profile(0.029, 0.037, 1.0, 0.52), skin(0.02, 0.010));
        Vec3 knuckles = wrist.plus(at(-0.006, 0.080, -0.002));
        limb(side, palm, knuckles, FORWARD, new RoundCone.Profile(0.037, 0.033, 1.12, 0.40), skin(0.015, 0.008));
        finger(side, at(0.030, 0.088, -0.002), at(0.046, 0.160, -0.008), 0.0100);
        finger(side, at(0.007, 0.092, 0.000), at(0.013, 0.177, -0.007), 0.0102);
        finger(side, at(-0.016, 0.088, -0.002), at(-0.020, 0.166, -0.009), 0.0098);
        finger(side, at(-0.037, 0.078, -0.005), at(-0.052, 0.138, -0.012), 0.0088);
        Vec3 knuckle = wrist.plus(at(0.050, 0.066, -0.016));
        limb(side, wrist.plus(at(0.016, 0.022, -0.006)), knuckle, LEFT, round(0.019, 0.0125), skin(0.014, 0.008));
        limb(side, knuckle, wrist.plus(at(0.070, 0.112, -0.018)), FORWARD, round(0.0122, 0.0095), skin(0.006, 0.007));
    }

    private void finger(int side, Vec3 from, Vec3 to, double radiusMeters) {
        Vec3 wrist = joint(SmplJoint.LEFT_WRIST);
        limb(side, wrist.plus(from), wrist.plus(to), FORWARD, round(radiusMeters, radiusMeters * 0.84), skin(0.006, 0.0068));
    }

    private void addLeg(int side) {
        Vec3 ankle = joint(SmplJoint.LEFT_ANKLE);
        solids.add(new Sweep(new Sweep.Axes(true, side, 2, 0.04), LEG, skin(0.03, 0.019)));
        ellipsoid(at(0.022, side * 0.105, 0.490), at(0.024, 0.028, 0.034), skin(0.04, 0.016));
        ellipsoid(at(ankle.x() + 0.006, side * (ankle.y() + 0.026), ankle.z() - 0.004), at(0.016, 0.013, 0.018), skin(0.015, 0.012));
        ellipsoid(at(ankle.x() + 0.006, side * (ankle.y() - 0.024), ankle.z() + 0.004), at(0.016, 0.013, 0.018), skin(0.015, 0.012));
    }

    private void addFoot(int side) {
        Vec3 ankle = joint(SmplJoint.LEFT_ANKLE);
        Vec3 ball = joint(SmplJoint.LEFT_FOOT);
        ellipsoid(at(ankle.x() - 0.018, side * ankle.y(), 0.035), at(0.042, 0.033, 0.042), skin(0.03, 0.013));
        limb(side, ankle, ball.plus(at(-0.035, -0.010, 0.020)), LEFT, new RoundCone.Profile(0.037, 0.027, 0.96, 1.0), skin(0.03, 0.013));
        limb(side, at(ankle.x(), ankle.y(), 0.026), ball.plus(at(-0.005, 0.006, -0.006)), LEFT,
                new RoundCone.Profile(0.028, 0.027, 1.28, 0.95), skin(0.03, 0.012));
        limb(side, ball.plus(at(-0.01, -0.008, -0.004)), ball.plus(at(0.010, 0.008, -0.008)), LEFT,
                new RoundCone.Profile(0.026, 0.022, 1.70, 0.90), skin(0.025, 0.011));
        Vec3 bigToe = ball.plus(at(0.068, -0.026, -0.017));
        limb(side, ball.plus(at(0.025, -0.026, -0.014)), bigToe, LEFT, round(0.0165, 0.0140), skin(0.010, 0.0085));
        for (int toe = 1; toe <= 4; toe++) {
            double y = -0.026 + 0.0075 + toe * 0.0148;
            double reach = 0.068 - toe * 0.0095;
            limb(side, ball.plus(at(0.012, y, -0.016)), ball.plus(at(reach, y, -0.0195)), LEFT, round(0.0115, 0.0095), skin(0.008, 0.0085));
        }
    }

    private Vec3 joint(SmplJoint joint) {
        return joints[joint.ordinal()];
    }

    private static Vec3 at(double x, double y, double z) {
        return new Vec3(x, y, z);
    }

    private static Solid.Skin skin(double blendMeters, double edgeMeters) {
        return new Solid.Skin(blendMeters, edgeMeters);
    }

    private static RoundCone.Profile round(double fromMeters, double toMeters) {
        return new RoundCone.Profile(fromMeters, toMeters, 1, 1);
    }

    private static Vec3 mirrored(Vec3 point, int side) {
        return new Vec3(point.x(), side * point.y(), point.z());
    }

    private void ellipsoid(Vec3 center, Vec3 radii, Solid.Skin skin) {
        solids.add(new Ellipsoid(center, radii, skin));
    }

    private void cone(Vec3 from, Vec3 to, Vec3 across, RoundCone.Profile profile, Solid.Skin skin) {
        solids.add(new RoundCone(from, to, across, profile, skin));
    }

    /** A cone of the left side, or its mirror image. */
    private void limb(int side, Vec3 from, Vec3 to, Vec3 across, RoundCone.Profile profile, Solid.Skin skin) {
        cone(mirrored(from, side), mirrored(to, side), across, profile, skin);
    }
}
