package org.egoscope.perception.internal.track;

import static org.assertj.core.api.Assertions.assertThat;

import org.egoscope.perception.internal.segment.CocoClasses;
import org.junit.jupiter.api.Test;

class LabelVotesTest {
    private static final int CUP = 41;
    private static final int BOWL = 45;

    @Test
    void nothingSeenIsUnknownWithScoreZero() {
        LabelVotes votes = new LabelVotes();
        assertThat(votes.label()).isEqualTo("unknown");
        assertThat(votes.score()).isZero();
        votes.add(CUP, 0.3f);
        assertThat(votes.label()).as("one weak detection").isEqualTo("unknown");
    }

    @Test
    void theMajorityOfEvidenceNamesTheTrack() {
        LabelVotes votes = new LabelVotes();
        votes.add(CUP, 0.4f);
        votes.add(BOWL, 0.6f);
        votes.add(CUP, 0.4f);
        assertThat(votes.label()).isEqualTo("cup");
        assertThat(votes.score()).isBetween(0.4f, 0.5f);
    }

    @Test
    void oldEvidenceFadesAndTheNameIsGivenUp() {
        LabelVotes votes = new LabelVotes();
        votes.add(CUP, 0.9f);
        for (int i = 0; i < 40; i++) {
            votes.fade();
        }
        assertThat(votes.label()).isEqualTo("unknown");
    }

    @Test
    void anOwnArmIsNeverCalledAPerson() {
        LabelVotes votes = new LabelVotes();
        votes.add(CocoClasses.PERSON, 2.0f);
        assertThat(votes.label()).isEqualTo("person");
        votes.add(LabelVotes.OWN_ARM, 0.8f);
        assertThat(votes.label()).isEqualTo("own_arm");
    }
}
