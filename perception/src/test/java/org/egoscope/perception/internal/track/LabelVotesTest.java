package org.egoscope.perception.internal.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.egoscope.perception.internal.segment.CocoClasses;
import org.junit.jupiter.api.Test;

class LabelVotesTest {
    private static final int CUP = 41;
    private static final int BOWL = 45;

    /** One look at which the detector says this; no class for nothing. */
    private static void look(LabelVotes votes, int classIndex, float score) {
        votes.fade();
        if (classIndex >= 0) {
            votes.add(classIndex, score);
        }
        votes.missed();
    }

    @Test
    void nothingSeenIsUnknownWithScoreZero() {
        LabelVotes votes = new LabelVotes();
        assertThat(votes.label()).isEqualTo("unknown");
        assertThat(votes.score()).isZero();
        look(votes, CUP, 0.35f);
        assertThat(votes.label()).as("one weak detection").isEqualTo("unknown");
    }

    @Test
    void oneSureDetectionNamesAndSoDoSeveralFairOnes() {
        LabelVotes sure = new LabelVotes();
        look(sure, CUP, 0.8f);
        assertThat(sure.label()).isEqualTo("cup");
        LabelVotes fair = new LabelVotes();
        look(fair, CUP, 0.55f);
        assertThat(fair.label()).as("after one of 0.55").isEqualTo("unknown");
        look(fair, CUP, 0.55f);
        assertThat(fair.label()).as("after two of 0.55").isEqualTo("cup");
    }

    @Test
    void whatTheDetectorSaysNowAndThenNamesNothing() {
        LabelVotes votes = new LabelVotes();
        for (int i = 0; i < 60; i++) {
            look(votes, i % 4 == 0 ? CUP : -1, 0.45f);
            assertThat(votes.label()).as("look %d", i).isEqualTo("unknown");
        }
    }

    @Test
    void twoNamesInTurnAreNone() {
        LabelVotes votes = new LabelVotes();
        for (int i = 0; i < 60; i++) {
            look(votes, i % 2 == 0 ? CUP : BOWL, 0.5f);
            assertThat(votes.label()).as("look %d", i).isEqualTo("unknown");
        }
    }

    @Test
    void aNameIsKeptThroughAFewMissesAndGivenUpAfterMany() {
        LabelVotes votes = new LabelVotes();
        for (int i = 0; i < 6; i++) {
            look(votes, CUP, 0.7f);
        }
        for (int i = 0; i < 4; i++) {
            look(votes, -1, 0);
        }
        assertThat(votes.label()).isEqualTo("cup");
        for (int i = 0; i < 40; i++) {
            look(votes, -1, 0);
        }
        assertThat(votes.label()).isEqualTo("unknown");
        assertThat(votes.score()).isZero();
    }

    @Test
    void anOwnArmIsNeverCalledAPerson() {
        LabelVotes votes = new LabelVotes();
        votes.add(CocoClasses.PERSON, 0.95f);
        assertThat(votes.label()).isEqualTo("person");
        votes.add(LabelVotes.OWN_ARM, 0.8f);
        assertThat(votes.label()).isEqualTo("own_arm");
    }

    @Test
    void theShownNameIsPartOfTheState() throws IOException {
        LabelVotes votes = new LabelVotes();
        look(votes, CUP, 0.8f);
        for (int i = 0; i < 2; i++) {
            look(votes, -1, 0);
        }
        assertThat(votes.label()).as("shown still, though too weak to be shown anew").isEqualTo("cup");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        votes.write(new DataOutputStream(bytes));
        LabelVotes read = LabelVotes.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        assertThat(read.label()).isEqualTo("cup");
        assertThat(read.score()).isEqualTo(votes.score());
    }
}
