package org.egoscope.motion.internal.guidance;

import java.util.Arrays;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.jspecify.annotations.Nullable;

/**
 * Residuals that look at where joints are: standing feet, floor, torso, wrists. For given places they are reduced to a diagonal curvature
 * and a pull per point, and one link between a point and itself a frame before, so that each point's Jacobian is used once.
 */
final class PointResiduals {
    /** How far the middle of a knee is from the skin below it: half its thickness (m, adult). Of the foot it is known by the skeleton. */
    private static final double KNEE_CLEARANCE_METERS = 0.05;

    private static final double PELVIS_CLEARANCE_METERS = 0.08;
    private static final double WRIST_CLEARANCE_METERS = 0.02;

    /** Up to this speed of a foot a way costs its square (m/s), beyond it its length. */
    private static final double RESTING_SPEED = 0.012;

    /** Up to here a leg's joint pays for the square of its distance from the prediction, beyond it for the distance: the usual error. */
    private static final double LEG_HUBER_METERS = 0.2;

    /** What has changed since frames were given out comes with critical damping, so that it leaves neither a jump nor a kink. */
    private static final double FADING_SECONDS = 0.15;

    /** Beyond this a contact's height is pulled with a constant force (Huber): it may be a step or a stool. */
    private static final double FLOOR_HUBER_METERS = 0.05;

    /** The same for a seen wrist: three times the usual error of a tracked hand. */
    private static final double WRIST_HUBER_METERS = 0.05;

    private final int[] points;
    private final BodyTrack track;
    private FrameWeights weights = FrameWeights.at(GuidanceWeights.defaults(), 30);
    private final double[] standing;
    private final double[] clearance;
    private double[] contacts = new double[0];
    private double[] links = new double[0];
    private double[] holds = new double[0];
    private final StandingFoot foot = StandingFoot.empty();

    /** {@code [points, 3]}: from the prediction of the last fixed frame to where it was predicted when it was given out. */
    private final double[] gaps;

    /** {@code [T]}: how much of the gap is left. */
    private double[] left = new double[0];

    private double restingMeters;
    private final UnseenTime unseen = new UnseenTime();
    private double[] multipliers = new double[0];
    private double[] terms = new double[0];
    private @Nullable WristTargets wrists;
    private int firstFrame;
    private double deepestMeters;

    PointResiduals(int[] points, BodyTrack track) {
        this.points = points;
        this.track = track;
        standing = new double[points.length];
        clearance = new double[points.length];
        gaps = new double[points.length * 3];
    }

    /** Takes over contacts and targets of the track's frames, which start at {@code from} in the sequence. */
    void prepare(BodySequence sequence, GuidanceTargets targets, int from, FrameWeights frameWeights) {
        weights = frameWeights;
        wrists = targets.wrists();
        firstFrame = from;
        int count = track.frames() * points.length;
        if (links.length < count) {
            contacts = new double[count];
            links = new double[count];
            holds = new double[count];
            multipliers = new double[count];
            terms = new double[count * 6];
            left = new double[track.frames()];
        }
        Arrays.fill(multipliers, 0);
        restingMeters = RESTING_SPEED / sequence.framesPerSecond();
        unseen.prepare(track, frameWeights.weights().beyond(), sequence.framesPerSecond());
        for (int k = 0; k < points.length; k++) {
            standing[k] = targets.floorHeightMeters() + standingHeight(sequence.skeleton(), points[k]);
            clearance[k] = targets.floorHeightMeters() + clearance(sequence.skeleton(), points[k]);
            takeContacts(sequence, k);
        }
        takeGaps(targets.committedPrediction(), sequence.framesPerSecond());
    }

    /**
     * Not how far the last fixed frame was corrected: that is where its window wanted it to be, and frames that went on from there on their
     * way to the prediction would end up elsewhere than if all had been decided at once. In windows too short to see what a foot does the
     * correction itself fades, since they know less than those that made it.
     */
    private void takeGaps(@Nullable BodySequence then, double rate) {
        int last = track.fixedFrames() - 1;
        int frame = firstFrame + last;
        boolean changed = then != null && frame < then.frames();
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = 0;
            if (last >= 0) {
                int at = BodyTrack.index(last, points[i / 3]) * 3 + i % 3;
                double predicted = track.predictedPositions()[at];
                double before = changed ? then.jointsInWorld()[BodyTrack.index(frame, points[i / 3]) * 3 + i % 3] : predicted;
                gaps[i] = unseen.seen() * before + (1 - unseen.seen()) * track.positions()[at] - predicted;
            }
        }
        for (int t = track.fixedFrames(); t < track.frames(); t++) {
            double times = (t - last) / rate / FADING_SECONDS;
            left[t] = (1 + times) * Math.exp(-times);
        }
    }

    private void takeContacts(BodySequence sequence, int k) {
        int channel = contactChannel(points[k]);
        if (channel >= 0) {
            foot.follow(track, points[k], sequence.framesPerSecond());
        }
        double before = 0;
        for (int t = 0; t < track.frames(); t++) {
            float contact = channel < 0 ? 0 : sequence.contact(firstFrame + t, channel);
            contacts[t * points.length + k] = contact > 0 ? contact : 0;
            double supported = channel < 0 ? 0 : StandingFoot.supported(contact, other(sequence, firstFrame + t, channel));
            double stands = t == 0 || channel < 0 ? 0 : foot.probability(t, (before + supported) / 2);
            links[t * points.length + k] = 0;
            holds[t * points.length + k] = weights.difference(weights.weights().skate()) * stands;
            before = supported;
        }
    }

    /** Contact of the other foot, of its toe or ankle. */
    private static double other(BodySequence sequence, int frame, int channel) {
        return Math.max(sequence.contact(frame, channel ^ 1), sequence.contact(frame, channel ^ 3));
    }

    private static int contactChannel(int joint) {
        return switch (joint) {
            case 10 -> 0;
            case 11 -> 1;
            case 7 -> 2;
            case 8 -> 3;
            default -> -1;
        };
    }

    /** Of the joint above the floor when the foot stands flat; NaN for joints that do not stand. */
    private static double standingHeight(BodySkeleton skeleton, int joint) {
        return switch (joint) {
            case 10, 11 -> skeleton.ballHeightMeters();
            case 7, 8 -> skeleton.ballHeightMeters() - skeleton.offset(joint + 3).z();
            default -> Double.NaN;
        };
    }

    private static double clearance(BodySkeleton skeleton, int joint) {
        return switch (joint) {
            case 7, 8, 10, 11 -> skeleton.ballHeightMeters();
            case 4, 5 -> KNEE_CLEARANCE_METERS;
            case 0 -> PELVIS_CLEARANCE_METERS;
            case 20, 21 -> WRIST_CLEARANCE_METERS;
            default -> Double.NaN;
        };
    }

    private static boolean isLeg(int joint) {
        return joint == 4 || joint == 5 || joint == 7 || joint == 8 || joint == 10 || joint == 11;
    }

    private static boolean isTorso(int joint) {
        return joint <= 2 || joint == 13 || joint == 14;
    }

    /**
     * With the present places; refreshes {@link #terms} and the depth.
     *
     * @param costs filled with the cost of each free frame: half its weighted sum of squares
     */
    void evaluate(double[] costs) {
        deepestMeters = 0;
        Arrays.fill(terms, 0, track.frames() * points.length * 6, 0);
        for (int t = track.fixedFrames(); t < track.frames(); t++) {
            double cost = 0;
            for (int k = 0; k < points.length; k++) {
                int at = t * points.length + k;
                int place = BodyTrack.index(t, points[k]) * 3;
                cost += holds[at] > 0 ? link(at, place) : 0;
                cost += floor(at, place, k);
                cost += isTorso(points[k]) ? torso(at, place) : 0;
                cost += isLeg(points[k]) ? leg(t, at, place, k) : 0;
                cost += points[k] >= 20 ? wrist(t, at, place, points[k] - 20) : 0;
            }
            costs[t] = cost;
        }
    }

    /**
     * A standing joint pays for its way rather than for the square of it, the more the likelier it stands: the sum is how far feet are
     * expected to slide. A quadratic cost would spread a step over all frames of a stance; this one leaves it to the frames in which the
     * foot is least likely to stand, as the least total variation does (Rudin, Osher, Fatemi 1992). Pseudo-Huber, by reweighted squares.
     */
    private double link(int at, int place) {
        int before = at - points.length;
        double[] positions = track.positions();
        double squared = 0;
        for (int axis = 0; axis < 3; axis++) {
            double moved = positions[place + axis] - positions[place - HangingTree.JOINTS * 3 + axis];
            squared += moved * moved;
        }
        double root = Math.sqrt(1 + squared / (restingMeters * restingMeters));
        links[at] = holds[at] / root;
        for (int axis = 0; axis < 3; axis++) {
            double moved = positions[place + axis] - positions[place - HangingTree.JOINTS * 3 + axis];
            add(at, axis, links[at], moved);
            terms[before * 6 + axis] += links[at];
            terms[before * 6 + 3 + axis] -= links[at] * moved;
        }
        return holds[at] * restingMeters * restingMeters * (root - 1);
    }

    private double floor(int at, int place, int k) {
        double height = track.positions()[place + 2];
        double cost = 0;
        if (standing[k] == standing[k] && contacts[at] > 0) {
            double offset = height - standing[k];
            double weight = weights.pose(weights.weights().floor() * contacts[at]);
            cost += huber(weight, FLOOR_HUBER_METERS, Math.abs(offset));
            add(at, 2, weight * reduction(FLOOR_HUBER_METERS, Math.abs(offset)), offset);
        }
        double depth = clearance[k] - height;
        if (depth > 0 && weights.weights().penetration() > 0) {
            deepestMeters = Math.max(deepestMeters, depth);
        }
        if (depth + multipliers[at] > 0) {
            cost += add(at, 2, weights.pose(weights.weights().penetration()), -(depth + multipliers[at]));
        }
        return cost;
    }

    private double torso(int at, int place) {
        double cost = 0;
        for (int axis = 0; axis < 3; axis++) {
            double offset = track.positions()[place + axis] - track.predictedPositions()[place + axis];
            cost += add(at, axis, weights.pose(weights.weights().torso()), offset);
        }
        return cost;
    }

    /**
     * Joint angles alone let a straight leg swing far aside to lift its foot by a little, since that turns it least; what counts is where
     * knees and feet come to. Pseudo-Huber, by reweighted squares.
     */
    private double leg(int t, int at, int place, int k) {
        double weight = weights.pose(weights.weights().leg());
        double squared = 0;
        for (int axis = 0; axis < 3; axis++) {
            double offset = offset(t, place, k, axis);
            squared += offset * offset;
        }
        double root = Math.sqrt(1 + squared / (LEG_HUBER_METERS * LEG_HUBER_METERS));
        for (int axis = 0; axis < 3; axis++) {
            add(at, axis, weight / root, offset(t, place, k, axis));
        }
        double cost = weight * LEG_HUBER_METERS * LEG_HUBER_METERS * (root - 1);
        return isEnd(t) ? cost + leftBehind(t, k) : cost;
    }

    /** The last frame, and the first one of a track: what lies beyond is not seen. */
    private boolean isEnd(int t) {
        return t == track.frames() - 1 || t == 0 && track.fixedFrames() == 0;
    }

    /**
     * What the frames after the last one will cost if the leg stays where it is then: else a foot that was left behind never pays enough
     * within a short window to step after the body, which leans ever more. The same holds for what was before the first one: else legs
     * begin with reaching for where the feet will be. Level distances only, since heights are the floor's matter; small ones are noise.
     */
    private double leftBehind(int t, int k) {
        int at = t * points.length + k;
        int place = BodyTrack.index(t, points[k]) * 3;
        double x = offset(t, place, k, 0);
        double y = offset(t, place, k, 1);
        double distance = Math.hypot(x, y);
        double excess = distance - unseen.leastMeters();
        if (excess <= 0) {
            return 0;
        }
        double weight = (t == 0 ? unseen.framesBefore() : unseen.framesAfter()) * weights.pose(weights.weights().leg());
        double root = Math.sqrt(1 + excess * excess / (LEG_HUBER_METERS * LEG_HUBER_METERS));
        add(at, 0, weight * excess / distance / root, x);
        add(at, 1, weight * excess / distance / root, y);
        return weight * LEG_HUBER_METERS * LEG_HUBER_METERS * (root - 1);
    }

    /** From where the joint is predicted or, soon after fixed frames, on the way there from where it was predicted then. */
    private double offset(int t, int place, int k, int axis) {
        return track.positions()[place + axis] - track.predictedPositions()[place + axis] - left[t] * gaps[k * 3 + axis];
    }

    private double wrist(int t, int at, int place, int side) {
        WristTargets seen = wrists;
        double confidence = seen == null ? 0 : seen.confidence(firstFrame + t, side);
        if (seen == null || confidence == 0) {
            return 0;
        }
        double squared = 0;
        for (int axis = 0; axis < 3; axis++) {
            double offset = track.positions()[place + axis] - seen.coordinate(firstFrame + t, side, axis);
            squared += offset * offset;
        }
        double distance = Math.sqrt(squared);
        double weight = weights.pose(weights.weights().wristPosition() * confidence);
        for (int axis = 0; axis < 3; axis++) {
            double offset = track.positions()[place + axis] - seen.coordinate(firstFrame + t, side, axis);
            add(at, axis, weight * reduction(WRIST_HUBER_METERS, distance), offset);
        }
        return huber(weight, WRIST_HUBER_METERS, distance);
    }

    /** Huber's cost: quadratic up to {@code scale}, linear beyond. */
    private static double huber(double weight, double scale, double distance) {
        return distance <= scale ? weight * distance * distance / 2 : weight * scale * (distance - scale / 2);
    }

    /** Of the weight in the equivalent quadratic problem (iteratively reweighted least squares). */
    private static double reduction(double scale, double distance) {
        return distance <= scale ? 1 : scale / distance;
    }

    private double add(int at, int axis, double weight, double residual) {
        terms[at * 6 + axis] += weight;
        terms[at * 6 + 3 + axis] += weight * residual;
        return weight * residual * residual / 2;
    }

    /**
     * One step of the method of multipliers (Nocedal and Wright, Numerical Optimization, 17.4): what is still in the floor is pushed
     * harder from now on, so that depths go to zero although the weight is finite.
     *
     * @return whether any push changed by more than a tenth of a millimetre
     */
    boolean pushOutOfFloor() {
        boolean changed = false;
        for (int t = track.fixedFrames(); t < track.frames(); t++) {
            for (int k = 0; k < points.length; k++) {
                int at = t * points.length + k;
                double depth = clearance[k] - track.positions()[BodyTrack.index(t, points[k]) * 3 + 2];
                double push = depth == depth && weights.weights().penetration() > 0 ? Math.max(0, multipliers[at] + depth) : 0;
                changed |= Math.abs(push - multipliers[at]) > 1e-4;
                multipliers[at] = push;
            }
        }
        return changed;
    }

    /** Of any joint in the floor at the last {@link #evaluate}. */
    double deepestMeters() {
        return deepestMeters;
    }

    /** {@code [T, points, 6]}: the three diagonal second derivatives of the cost by a point's place, then the three first ones. */
    double[] terms() {
        return terms;
    }

    /** {@code [T, points]}: minus the second derivative by a point's place and its place a frame before. */
    double[] links() {
        return links;
    }
}
