package org.egoscope.synthetic.internal.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.junit.jupiter.api.Test;

class SimilarityTest {
    private static Vec3 any(Random random) {
        return new Vec3(random.nextGaussian(), random.nextGaussian(), random.nextGaussian());
    }

    @Test
    void findsTheMapThatMadeThePoints() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            Similarity truth = new Similarity(0.1 + 5 * random.nextDouble(), Quaternion.fromRotationVector(any(random).times(1.5)), any(random));
            List<Vec3> from = new ArrayList<>();
            List<Vec3> to = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                from.add(any(random));
                to.add(truth.apply(from.get(i)));
            }
            Similarity found = Similarity.fit(from, to);
            assertThat(found.scale()).as("seed %d", seed).isCloseTo(truth.scale(), within(1e-9));
            assertThat(found.rotation().angleTo(truth.rotation())).as("seed %d", seed).isLessThan(1e-7);
            assertThat(found.translation().distanceTo(truth.translation())).as("seed %d", seed).isLessThan(1e-9);
        }
    }

    @Test
    void noNudgeOfTheFoundMapIsBetter() {
        Random random = new Random(4);
        List<Vec3> from = new ArrayList<>();
        List<Vec3> to = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            from.add(any(random));
            to.add(any(random));
        }
        Similarity found = Similarity.fit(from, to);
        double best = cost(found, from, to);
        for (int k = 0; k < 200; k++) {
            Quaternion turn = Quaternion.fromRotationVector(any(random).times(0.02)).times(found.rotation()).normalized();
            double scale = found.scale() * (1 + 0.02 * random.nextGaussian());
            Similarity other = new Similarity(scale, turn, found.translation().plus(any(random).times(0.02)));
            assertThat(cost(other, from, to)).as("seed 4 nudge %d", k).isGreaterThan(best);
        }
    }

    private static double cost(Similarity map, List<Vec3> from, List<Vec3> to) {
        double sum = 0;
        for (int i = 0; i < from.size(); i++) {
            double distance = map.apply(from.get(i)).distanceTo(to.get(i));
            sum += distance * distance;
        }
        return sum;
    }
}
