package org.egoscope.motion.internal.evaluation.control;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.HeadTrajectory;
import org.egoscope.motion.LearnedMotion;
import org.egoscope.motion.MotionConstraints;
import org.egoscope.motion.MotionSampling;
import org.egoscope.motion.internal.evaluation.control.ControlScores.Cell;

/**
 * The head of about four seconds is given, and where the right wrist truly went in its middle: how far from that path the sampled wrist
 * comes, and what keeping to it does to the joints that are not of that arm, against the same sample without the path.
 */
final class WristTrial {
    static final String TASK = "drawn wrist";
    static final int FRAMES = 128;
    static final int DRAWN_FROM = 39;
    static final int DRAWN = 50;

    private static final int WRIST = SmplJoint.RIGHT_WRIST.ordinal();
    private static final IntPredicate REST = joint -> joint != WRIST && joint != SmplJoint.RIGHT_ELBOW.ordinal()
            && joint != SmplJoint.RIGHT_SHOULDER.ordinal() && joint != SmplJoint.RIGHT_COLLAR.ordinal();

    private final ControlScores scores;
    private final LearnedMotion network;

    WristTrial(ControlScores scores, LearnedMotion network) {
        this.scores = scores;
        this.network = network;
    }

    /** @param start of the window */
    void run(BodySequence motion, String source, int start, MotionSampling sampling) {
        BodySequence truth = motion.slice(start, start + FRAMES);
        HeadTrajectory head = HeadTrajectory.of(truth, 0);
        List<Vec3> path = new ArrayList<>();
        for (int t = DRAWN_FROM; t < DRAWN_FROM + DRAWN; t++) {
            path.add(truth.jointInWorld(t, WRIST));
        }
        MotionConstraints drawn = MotionConstraints.builder()
                .places(SmplJoint.RIGHT_WRIST, DRAWN_FROM, path, MotionConstraints.Space.WORLD, 1).build();
        scores.count(TASK, source);
        add("path drawn", source, network.sample(head, sampling, drawn), truth);
        add("not drawn", source, network.sample(head, sampling, MotionConstraints.builder().build()), truth);
    }

    private void add(String method, String source, BodySequence said, BodySequence truth) {
        double farthest = 0;
        double sum = 0;
        for (int t = DRAWN_FROM; t < DRAWN_FROM + DRAWN; t++) {
            double distance = said.jointInWorld(t, WRIST).distanceTo(truth.jointInWorld(t, WRIST)) * 1000;
            farthest = Math.max(farthest, distance);
            sum += distance;
        }
        scores.add(new Cell(TASK, method, "wrist from its path, mean"), source, sum / DRAWN);
        scores.add(new Cell(TASK, method, "wrist from its path, farthest"), source, farthest);
        scores.add(new Cell(TASK, method, "joints of the rest, frames with a path"), source,
                Distances.mean(said, truth, DRAWN_FROM, DRAWN_FROM + DRAWN, REST));
        scores.add(new Cell(TASK, method, "joints of the rest, all frames"), source, Distances.mean(said, truth, 0, FRAMES, REST));
    }
}
