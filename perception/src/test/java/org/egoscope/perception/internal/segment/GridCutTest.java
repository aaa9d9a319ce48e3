package org.egoscope.perception.internal.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class GridCutTest {
    private static final int WIDTH = 4;
    private static final int HEIGHT = 3;
    private static final int PIXELS = WIDTH * HEIGHT;

    /** Prices of one problem, kept apart from the cut so that the oracle does not share its arrays. */
    private record Problem(int[] pulls, int[][] bonds) {
        static Problem random(Random random) {
            int[] pulls = random.ints(PIXELS, -9, 10).toArray();
            int[][] bonds = new int[PIXELS][PIXELS];
            for (int a = 0; a < PIXELS; a++) {
                for (int b = a + 1; b < PIXELS; b++) {
                    boolean near = Math.abs(a % WIDTH - b % WIDTH) <= 1 && Math.abs(a / WIDTH - b / WIDTH) <= 1;
                    bonds[a][b] = near ? random.nextInt(6) : 0;
                }
            }
            return new Problem(pulls, bonds);
        }

        /** Bit p of the set says that pixel p is inside. */
        int price(int set) {
            int price = 0;
            for (int a = 0; a < PIXELS; a++) {
                boolean in = (set >> a & 1) == 1;
                price -= in ? pulls[a] : 0;
                for (int b = a + 1; b < PIXELS; b++) {
                    price += in != ((set >> b & 1) == 1) ? bonds[a][b] : 0;
                }
            }
            return price;
        }

        int leastPrice() {
            int least = Integer.MAX_VALUE;
            for (int set = 0; set < 1 << PIXELS; set++) {
                least = Math.min(least, price(set));
            }
            return least;
        }

        void load(GridCut cut) {
            cut.clear();
            for (int p = 0; p < PIXELS; p++) {
                cut.setPull(p, pulls[p]);
                for (int direction = 0; direction < GridCut.NEIGHBOURS; direction += 2) {
                    if (cut.hasNeighbour(p, direction)) {
                        int q = cut.neighbour(p, direction);
                        cut.setBond(p, direction, bonds[Math.min(p, q)][Math.max(p, q)]);
                    }
                }
            }
        }
    }

    @Test
    void itsCutCostsNoMoreThanTheBestOfAllSets() {
        GridCut cut = new GridCut(WIDTH, HEIGHT);
        for (long seed = 0; seed < 60; seed++) {
            Problem problem = Problem.random(new Random(seed));
            problem.load(cut);
            byte[] inside = new byte[PIXELS];
            cut.run(inside);
            int set = 0;
            for (int p = 0; p < PIXELS; p++) {
                set |= inside[p] << p;
            }
            assertThat(problem.price(set)).as("seed %d", seed).isEqualTo(problem.leastPrice());
        }
    }

    @Test
    void whatNothingPullsInStaysOutside() {
        GridCut cut = new GridCut(WIDTH, HEIGHT);
        cut.clear();
        byte[] inside = new byte[PIXELS];
        cut.run(inside);
        assertThat(inside).containsOnly(0);
    }
}
