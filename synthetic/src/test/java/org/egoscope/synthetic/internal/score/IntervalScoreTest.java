package org.egoscope.synthetic.internal.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.egoscope.synthetic.internal.score.IntervalScore.Fact;
import org.junit.jupiter.api.Test;

class IntervalScoreTest {
    private static Fact holds(int subject, int object, int first, int count) {
        return new Fact("holds", subject, object, first, count, true);
    }

    @Test
    void halfShiftedIntervalsPassAtThirtyPercentAndNotAtFifty() {
        IntervalScore score = new IntervalScore();
        score.addTruth(holds(33, 11, 0, 100));
        // Overlap 60 of a union of 140: IoU 0.43.
        score.addPrediction(holds(33, 11, 40, 100));
        assertThat(score.values(false)).containsEntry("f1_0.3", 1.0).containsEntry("f1_0.5", 0.0);
    }

    @Test
    void oneTruthIsFoundOnlyOnceAndByTheBest() {
        IntervalScore score = new IntervalScore();
        score.addTruth(holds(33, 11, 0, 100));
        score.addPrediction(holds(33, 11, 0, 60));
        score.addPrediction(holds(33, 11, 5, 90));
        assertThat(score.values(false).get("precision_0.5")).isCloseTo(0.5, within(1e-12));
        assertThat(score.values(false).get("recall_0.5")).isEqualTo(1);
    }

    @Test
    void theWearerAsSubjectStandsForEitherHandAndOtherHandsDoNot() {
        IntervalScore score = new IntervalScore();
        score.addTruth(holds(31, 12, 10, 50));
        score.addPrediction(holds(IntervalScore.ANY_HAND, 12, 10, 50));
        assertThat(score.values(false)).containsEntry("f1_0.5", 1.0);
        IntervalScore wrongHand = new IntervalScore();
        wrongHand.addTruth(holds(31, 12, 10, 50));
        wrongHand.addPrediction(holds(33, 12, 10, 50));
        assertThat(wrongHand.values(false)).containsEntry("f1_0.3", 0.0);
    }

    @Test
    void shortTruthsMayBeFoundOrNotAndUnknownPredicatesAreSetAside() {
        IntervalScore score = new IntervalScore();
        score.addTruth(holds(33, 11, 0, 50));
        score.addTruth(new Fact("holds", 33, 15, 100, 4, false));
        score.addPrediction(holds(33, 11, 0, 50));
        score.addPrediction(holds(33, 15, 100, 4));
        score.addPrediction(new Fact("left_of", 11, 12, 0, 50, true));
        assertThat(score.values(false))
                .containsEntry("precision_0.5", 1.0)
                .containsEntry("recall_0.5", 1.0)
                .containsEntry("true_intervals", 1.0)
                .containsEntry("unscored_intervals", 1.0);
    }
}
