package org.egoscope.perception.internal.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatershedTest {
    private static final int WIDTH = 41;
    private static final int HEIGHT = 31;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyPixelBelongsToAConnectedRegion(long seed) {
        float[] edges = smoothNoise(new Random(seed));
        Watershed watershed = new Watershed(WIDTH, HEIGHT);
        int count = watershed.run(edges);
        int[] labels = watershed.labels();
        assertThat(Arrays.stream(labels).min().orElseThrow()).as("seed %d", seed).isZero();
        assertThat(Arrays.stream(labels).max().orElseThrow()).as("seed %d", seed).isEqualTo(count - 1);
        assertThat(components(labels)).as("connected parts, seed %d", seed).isEqualTo(count);
    }


    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void twoBasinsMeetOnTheRidgeBetweenThem(long seed) {
        Random random = new Random(seed);
        float[] edges = new float[WIDTH * HEIGHT];
        int ridge = 12 + random.nextInt(16);
        for (int p = 0; p < edges.length; p++) {
            int away = Math.abs(p % WIDTH - ridge);
            edges[p] = Math.max(0, 0.9f - 0.3f * away) * (0.8f + 0.2f * random.nextFloat());
        }
        Watershed watershed = new Watershed(WIDTH, HEIGHT);
        assertThat(watershed.run(edges)).as("regions, seed %d", seed).isEqualTo(2);
        for (int p = 0; p < edges.length; p++) {
            int x = p % WIDTH;
            if (x != ridge) {
                int expected = watershed.labels()[x < ridge ? 0 : WIDTH - 1];
                assertThat(watershed.labels()[p]).as("pixel %d, seed %d", p, seed).isEqualTo(expected);
            }
        }
    }

    @Test
    void aGapInAContourIsCutAtTheNeck() {
        float[] edges = new float[WIDTH * HEIGHT];
        for (int y = 0; y < HEIGHT; y++) {
            boolean gap = Math.abs(y - HEIGHT / 2) <= 2;
            edges[y * WIDTH + WIDTH / 2] = gap ? 0 : 0.9f;
        }
        Watershed watershed = new Watershed(WIDTH, HEIGHT);
        watershed.run(edges);
        int left = watershed.labels()[HEIGHT / 2 * WIDTH + 8];
        int right = watershed.labels()[HEIGHT / 2 * WIDTH + WIDTH - 9];
        assertThat(left).isNotEqualTo(right);
    }

    @Test
    void aPictureWithoutAnyEdgeIsOneRegion() {
        assertThat(new Watershed(WIDTH, HEIGHT).run(new float[WIDTH * HEIGHT])).isEqualTo(1);
    }

    @Test
    void aSecondRunDoesNotRememberTheFirst() {
        float[] edges = smoothNoise(new Random(5));
        Watershed fresh = new Watershed(WIDTH, HEIGHT);
        fresh.run(edges);
        Watershed used = new Watershed(WIDTH, HEIGHT);
        used.run(smoothNoise(new Random(6)));
        used.run(edges);
        assertThat(used.labels()).isEqualTo(fresh.labels());
    }

    static float[] smoothNoise(Random random) {
        float[] noise = new float[WIDTH * HEIGHT];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = random.nextFloat();
        }
        new FloatBlur(WIDTH, HEIGHT, 1.5).apply(noise);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = Math.max(0, (noise[i] - 0.45f) * 4);
        }
        return noise;
    }

    private static int components(int[] labels) {
        boolean[] seen = new boolean[labels.length];
        int parts = 0;
        for (int start = 0; start < labels.length; start++) {
            if (seen[start]) {
                continue;
            }
            parts++;
            ArrayDeque<Integer> queue = new ArrayDeque<>();
            queue.add(start);
            seen[start] = true;
            while (!queue.isEmpty()) {
                int p = queue.poll();
                int x = p % WIDTH;
                int[] around = {x > 0 ? p - 1 : -1, x < WIDTH - 1 ? p + 1 : -1, p - WIDTH, p + WIDTH};
                for (int n : around) {
                    if (n >= 0 && n < labels.length && !seen[n] && labels[n] == labels[start]) {
                        seen[n] = true;
                        queue.add(n);
                    }
                }
            }
        }
        return parts;
    }
}
