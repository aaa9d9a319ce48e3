package org.egoscope.perception.internal.sam2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.egoscope.perception.internal.sam2.MemorySelection.Pick;
import org.egoscope.perception.internal.sam2.MemorySelection.Rule;
import org.junit.jupiter.api.Test;

/** Which memories are looked at, against the rule written out as loops over all frames. */
class MemorySelectionTest {
    @Test
    void theUsualCaseIsTheClickAndTheLastFrames() {
        MemorySelection selection = MemorySelection.of(20, sorted(0), range(1, 19), new Rule(7, 16, 1, 4));
        assertThat(selection.maps()).containsExactly(
                new Pick(0, true, 0), new Pick(14, false, 6), new Pick(15, false, 5), new Pick(16, false, 4),
                new Pick(17, false, 3), new Pick(18, false, 2), new Pick(19, false, 1));
        assertThat(selection.pointers()).hasSize(16).startsWith(new Pick(0, true, 20), new Pick(19, false, 1)).endsWith(new Pick(5, false, 15));
    }

    @Test
    void aClickInTheFutureGivesAMapButNoPointer() {
        MemorySelection selection = MemorySelection.of(1, sorted(0, 2), sorted(), new Rule(4, 4, 1, 4));
        assertThat(selection.maps()).containsExactly(new Pick(0, true, 0), new Pick(2, true, 0));
        assertThat(selection.pointers()).containsExactly(new Pick(0, true, 1));
    }

    @Test
    void nearestClicksAreTheOneBeforeTheOneAfterThenByDistance() {
        SortedSet<Long> clicks = sorted(0, 5, 9, 12, 13, 30);
        assertThat(MemorySelection.nearest(10, clicks, 1)).containsExactly(9L);
        assertThat(MemorySelection.nearest(10, clicks, 2)).containsExactly(9L, 12L);
        assertThat(MemorySelection.nearest(10, clicks, 3)).containsExactly(9L, 12L, 13L);
        assertThat(MemorySelection.nearest(10, clicks, 4)).containsExactly(5L, 9L, 12L, 13L);
        assertThat(MemorySelection.nearest(10, clicks, 6)).isEqualTo(clicks);
    }

    @Test
    void aClickThatIsLeftOutServesAsAnOrdinaryMemory() {
        MemorySelection selection = MemorySelection.of(10, sorted(6, 8, 9), sorted(7), new Rule(5, 5, 1, 2));
        assertThat(selection.maps()).containsExactly(new Pick(8, true, 0), new Pick(9, true, 0), new Pick(6, false, 4), new Pick(7, false, 3));
        assertThat(selection.pointers()).containsExactly(
                new Pick(8, true, 2), new Pick(9, true, 1), new Pick(7, false, 3), new Pick(6, false, 4));
    }

    @Test
    void anyHistoryGivesWhatTheLoopsGive() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            Rule rule = new Rule(1 + random.nextInt(7), 2 + random.nextInt(15), 1 + random.nextInt(3), 1 + random.nextInt(4));
            long frame = random.nextInt(40);
            SortedSet<Long> clicks = new TreeSet<>();
            SortedSet<Long> ordinary = new TreeSet<>();
            for (long at = 0; at < frame + 3; at++) {
                int kind = random.nextInt(10);
                if (kind == 0) {
                    clicks.add(at);
                } else if (kind < 8 && at < frame) {
                    ordinary.add(at);
                }
            }
            MemorySelection selection = MemorySelection.of(frame, clicks, ordinary, rule);
            assertThat(selection.maps()).as("seed %d", seed).isEqualTo(naiveMaps(frame, clicks, ordinary, rule));
            assertThat(selection.pointers()).as("seed %d", seed).isEqualTo(naivePointers(frame, clicks, ordinary, rule));
        }
    }

    /** Every frame is asked whether it is looked at, in the order of the tokens. */
    private static List<Pick> naiveMaps(long frame, SortedSet<Long> clicks, SortedSet<Long> ordinary, Rule rule) {
        SortedSet<Long> chosen = MemorySelection.nearest(frame, clicks, rule.mostConditioning());
        List<Pick> picks = new ArrayList<>();
        chosen.forEach(at -> picks.add(new Pick(at, true, 0)));
        long newest = Math.floorDiv(frame - 2, rule.stride()) * rule.stride();
        for (int steps = rule.memories() - 1; steps >= 1; steps--) {
            for (long at = 0; at < frame; at++) {
                boolean there = steps == 1 ? at == frame - 1 : at == newest - (steps - 2) * (long) rule.stride();
                boolean remembered = ordinary.contains(at) || clicks.contains(at) && !chosen.contains(at);
                if (there && remembered) {
                    picks.add(new Pick(at, false, steps));
                }
            }
        }
        return picks;
    }

    private static List<Pick> naivePointers(long frame, SortedSet<Long> clicks, SortedSet<Long> ordinary, Rule rule) {
        SortedSet<Long> chosen = MemorySelection.nearest(frame, clicks, rule.mostConditioning());
        List<Pick> picks = new ArrayList<>();
        chosen.stream().filter(at -> at <= frame).forEach(at -> picks.add(new Pick(at, true, frame - at)));
        for (long at = frame - 1; at >= 0; at--) {
            boolean remembered = ordinary.contains(at) || clicks.contains(at) && !chosen.contains(at);
            if (frame - at <= rule.pointers() - 1 && remembered) {
                picks.add(new Pick(at, false, frame - at));
            }
        }
        return picks;
    }

    /** What is forgotten would never have been looked at again. */
    @Test
    void forgettingWhatIsOutOfReachChangesNothing() {
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            Rule rule = new Rule(1 + random.nextInt(5), 2 + random.nextInt(6), 1 + random.nextInt(3), 1 + random.nextInt(3));
            SortedSet<Long> allClicks = new TreeSet<>();
            SortedSet<Long> allOrdinary = new TreeSet<>();
            SortedSet<Long> clicks = new TreeSet<>();
            SortedSet<Long> ordinary = new TreeSet<>();
            long reach = Math.max(rule.mapReach(), rule.pointerReach());
            for (long frame = 0; frame < 60; frame++) {
                long now = frame;
                SortedSet<Long> nearest = MemorySelection.nearest(now, clicks, rule.mostConditioning());
                clicks.removeIf(at -> !nearest.contains(at) && now - at > reach);
                ordinary.removeIf(at -> now - at > reach);
                assertThat(MemorySelection.of(now, clicks, ordinary, rule))
                        .as("seed %d frame %d", seed, now)
                        .isEqualTo(MemorySelection.of(now, allClicks, allOrdinary, rule));
                boolean click = frame == 0 || random.nextInt(6) == 0;
                (click ? clicks : ordinary).add(frame);
                (click ? allClicks : allOrdinary).add(frame);
            }
        }
    }

    private static SortedSet<Long> sorted(long... values) {
        SortedSet<Long> set = new TreeSet<>();
        for (long value : values) {
            set.add(value);
        }
        return set;
    }

    private static SortedSet<Long> range(long first, long last) {
        SortedSet<Long> set = new TreeSet<>();
        for (long value = first; value <= last; value++) {
            set.add(value);
        }
        return set;
    }
}
