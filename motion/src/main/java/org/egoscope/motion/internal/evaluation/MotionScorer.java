package org.egoscope.motion.internal.evaluation;

import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.HeadTrajectory;
import org.egoscope.motion.internal.evaluation.measure.BaselineProtocol;
import org.egoscope.motion.internal.evaluation.measure.Feet;
import org.egoscope.motion.internal.evaluation.measure.HeadErrors;
import org.egoscope.motion.internal.evaluation.measure.JointErrors;
import org.egoscope.motion.internal.evaluation.measure.Posture;
import org.egoscope.motion.internal.evaluation.measure.RotationErrors;
import org.egoscope.motion.internal.evaluation.measure.Smoothness;
import org.egoscope.motion.internal.evaluation.measure.WorldErrors;

/** All measures that single frames or short stretches have, of one predicted stretch of a clip. */
final class MotionScorer {
    private static final int J = BodySkeleton.JOINTS;
    private static final double MILLIMETERS = 1000;
    private static final double HUNDRED_METERS = 0.01;

    private final boolean full;
    private final Scores scores = new Scores();

    /** @param full all measures, else those of the baseline protocol */
    MotionScorer(boolean full) {
        this.full = full;
    }

    Scores scores() {
        return scores;
    }

    /**
     * @param clip the whole true clip's bones
     * @param seen what the predictor saw of the stretch
     * @param firstFrame of the stretch in the clip
     */
    void add(BaselineProtocol clip, BodySequence predicted, BodySequence truth, HeadTrajectory seen, int firstFrame) {
        addBaseline(clip.rebuilt(predicted, truth), truth, firstFrame);
        addHeadAnchored(predicted, truth, seen);
        if (full) {
            addPlaces(predicted, truth);
            addMotion(predicted, truth);
            addFeet(predicted, truth);
        }
    }

    private void addBaseline(BodySequence rebuilt, BodySequence truth, int firstFrame) {
        double[] errors = JointErrors.frameMeans(JointErrors.headAnchored(rebuilt, truth));
        double[] aligned = JointErrors.procrustes(rebuilt, truth);
        for (int t = 0; t < errors.length; t++) {
            if ((firstFrame + t) % BaselineProtocol.FRAME_STRIDE == 0) {
                scores.add(Measure.BASELINE_MPJPE, errors[t] * MILLIMETERS, 1);
                scores.add(Measure.BASELINE_PA_MPJPE, aligned[t] * MILLIMETERS, 1);
            }
        }
    }

    private void addHeadAnchored(BodySequence predicted, BodySequence truth, HeadTrajectory seen) {
        double[] errors = JointErrors.headAnchored(predicted, truth);
        double[] means = JointErrors.frameMeans(errors);
        scores.addAll(Measure.MPJPE_HEAD, means, MILLIMETERS);
        for (int t = 0; t < means.length; t++) {
            scores.add(Posture.bentOrLow(truth, t) ? Measure.MPJPE_BENT : Measure.MPJPE_UPRIGHT, means[t] * MILLIMETERS, 1);
            for (int hand = 0; hand < HeadTrajectory.HANDS; hand++) {
                if (seen.wristConfidence(t, hand) > 0) {
                    scores.add(Measure.MPJPE_SEEN_WRISTS, errors[t * J + HeadTrajectory.wristJoint(hand)] * MILLIMETERS, 1);
                }
            }
        }
        for (int i = 0; i < errors.length; i++) {
            SmplJoint joint = SmplJoint.all().get(i % J);
            switch (joint) {
                case LEFT_ELBOW, RIGHT_ELBOW, LEFT_WRIST, RIGHT_WRIST -> scores.add(Measure.MPJPE_ARMS, errors[i] * MILLIMETERS, 1);
                case LEFT_KNEE, RIGHT_KNEE, LEFT_ANKLE, RIGHT_ANKLE, LEFT_FOOT, RIGHT_FOOT ->
                    scores.add(Measure.MPJPE_LEGS, errors[i] * MILLIMETERS, 1);
                default -> { }
            }
        }
    }

    private void addPlaces(BodySequence predicted, BodySequence truth) {
        scores.addAll(Measure.MPJPE_WORLD, JointErrors.world(predicted, truth), MILLIMETERS);
        scores.addAll(Measure.MPJPE_ROOT, JointErrors.rootRelative(predicted, truth), MILLIMETERS);
        scores.addAll(Measure.PA_MPJPE, JointErrors.procrustes(predicted, truth), MILLIMETERS);
        scores.addAll(Measure.W_MPJPE100, WorldErrors.firstFramesAligned(predicted, truth), MILLIMETERS);
        scores.addAll(Measure.WA_MPJPE100, WorldErrors.chunkAligned(predicted, truth), MILLIMETERS);
        scores.addAll(Measure.RTE, WorldErrors.rootTranslationPercent(predicted, truth), 1);
        scores.addAll(Measure.HEAD_POSITION, HeadErrors.meters(predicted, truth), MILLIMETERS);
        for (double degrees : HeadErrors.degrees(predicted, truth)) {
            scores.add(Measure.HEAD_ANGLE, degrees, 1);
            scores.add(Measure.HEAD_FROBENIUS, HeadErrors.frobenius(degrees), 1);
        }
    }

    private void addMotion(BodySequence predicted, BodySequence truth) {
        scores.addAll(Measure.MPJRE, RotationErrors.geodesicDegrees(predicted, truth), 1);
        scores.addAll(Measure.MPJRE_COMPONENTS, RotationErrors.componentDegrees(predicted, truth), 1);
        scores.addAll(Measure.MPJVE, Smoothness.velocityErrors(predicted, truth), MILLIMETERS);
        scores.addAll(Measure.JITTER, Smoothness.meanJerks(predicted), HUNDRED_METERS);
        scores.addAll(Measure.JITTER_TRUE, Smoothness.meanJerks(truth), HUNDRED_METERS);
    }

    private void addFeet(BodySequence predicted, BodySequence truth) {
        scores.addAll(Measure.FOOT_SKATE, Feet.skate(predicted), MILLIMETERS);
        scores.addAll(Measure.FOOT_SKATE_LEVEL, Feet.skate(predicted, Feet.lowest(truth)), MILLIMETERS);
        scores.addAll(Measure.FOOT_SKATE_TRUE, Feet.skate(truth), MILLIMETERS);
        scores.addAll(Measure.FOOT_SLIDE, Feet.slideWhileStanding(predicted, truth), MILLIMETERS);
        scores.addAll(Measure.FOOT_SLIDE_TRUE, Feet.slideWhileStanding(truth, truth), MILLIMETERS);
        scores.addAll(Measure.PENETRATION, Feet.penetration(predicted), MILLIMETERS);
        scores.addAll(Measure.PENETRATION_TRUE, Feet.penetration(truth), MILLIMETERS);
        scores.addAll(Measure.SOLE_HEIGHT, Feet.lowerSoles(predicted), MILLIMETERS);
        scores.addAll(Measure.SOLE_HEIGHT_TRUE, Feet.lowerSoles(truth), MILLIMETERS);
        addLegs(predicted, truth);
        boolean[] grounded = Feet.grounded(predicted);
        boolean[] trulyGrounded = Feet.grounded(truth);
        scores.addShare(Measure.GROUNDED, grounded);
        scores.addShare(Measure.GROUNDED_TRUE, trulyGrounded);
        for (int t = 0; t < grounded.length; t++) {
            scores.add(Measure.AIR_TIME, !grounded[t] && trulyGrounded[t] ? 100 : 0, 1);
        }
        addContacts(Feet.claimedContacts(predicted), Feet.contacts(truth));
    }

    private void addLegs(BodySequence predicted, BodySequence truth) {
        double[] leans = Posture.legLeans(predicted);
        double[] trueLeans = Posture.legLeans(truth);
        boolean[] still = Posture.standsStill(truth);
        for (int t = 0; t < leans.length; t++) {
            scores.add(Measure.LEG_LEAN, leans[t], 1);
            scores.add(Measure.LEG_LEAN_TRUE, trueLeans[t], 1);
            if (still[t]) {
                scores.add(Measure.LEG_LEAN_STILL, leans[t], 1);
                scores.add(Measure.LEG_LEAN_STILL_TRUE, trueLeans[t], 1);
            }
        }
    }

    /** F1 as a quotient of counts: 2 TP / (2 TP + FP + FN). */
    private void addContacts(boolean[] claimed, boolean[] actual) {
        for (int i = 0; i < claimed.length; i++) {
            if (claimed[i] || actual[i]) {
                boolean both = claimed[i] && actual[i];
                scores.add(Measure.CONTACT_F1, both ? 200 : 0, both ? 2 : 1);
            }
        }
    }
}
