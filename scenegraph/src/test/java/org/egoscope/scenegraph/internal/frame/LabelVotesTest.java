package org.egoscope.scenegraph.internal.frame;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LabelVotesTest {
    @Test
    void aLabelNeedsMoreThanOneSightingAndUnknownNeverWins() {
        LabelVotes votes = new LabelVotes();
        votes.vote("unknown", 1);
        votes.vote("cup", 0.9f);
        assertThat(votes.label()).isEqualTo("unknown");
        assertThat(votes.score()).isZero();
        votes.vote("cup", 0.9f);
        assertThat(votes.label()).isEqualTo("cup");
        assertThat(votes.score()).isEqualTo(0.9f);
    }

    @Test
    void anotherLabelTakesOverOnlyWithALead() {
        LabelVotes votes = new LabelVotes();
        for (int i = 0; i < 10; i++) {
            votes.vote("cup", 0.8f);
        }
        for (int i = 0; i < 15; i++) {
            votes.vote("bowl", 0.8f);
        }
        assertThat(votes.label()).as("12.0 against 8.0 is no lead of more than half").isEqualTo("cup");
        votes.vote("bowl", 0.8f);
        assertThat(votes.label()).isEqualTo("bowl");
    }

    @Test
    void manyLabelsDoNotGrowIt() {
        LabelVotes votes = new LabelVotes();
        votes.vote("cup", 1);
        votes.vote("cup", 1);
        for (int i = 0; i < 1000; i++) {
            votes.vote("label" + i, 0.1f);
        }
        assertThat(votes.label()).isEqualTo("cup");
    }
}
