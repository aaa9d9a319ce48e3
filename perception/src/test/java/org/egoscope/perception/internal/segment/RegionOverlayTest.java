package org.egoscope.perception.internal.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Mask;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegionOverlayTest {
    private static final ImageSize SIZE = new ImageSize(23, 17);

    /** What may lie together afterwards: the same region before and the same masks. */
    private record Place(int region, List<Boolean> inside) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void pixelsShareARegionExactlyIfTheyDidAndAreInTheSameMasks(long seed) {
        Random random = new Random(seed);
        int before = 1 + random.nextInt(12);
        int[] labels = random.ints(SIZE.pixels(), 0, before).toArray();
        for (int label = 0; label < before; label++) {
            labels[label] = label;
        }
        List<Mask> masks = masks(random);
        List<Place> places = new ArrayList<>();
        for (int p = 0; p < labels.length; p++) {
            int at = p;
            places.add(new Place(labels[p], masks.stream().map(m -> m.contains(at % SIZE.width(), at / SIZE.width())).toList()));
        }
        int count = RegionOverlay.cut(labels, before, masks);
        Map<Integer, Place> ofLabel = new HashMap<>();
        Set<Place> different = new HashSet<>(places);
        for (int p = 0; p < labels.length; p++) {
            Place place = places.get(p);
            assertThat(ofLabel.computeIfAbsent(labels[p], label -> place)).as("seed %d, pixel %d", seed, p).isEqualTo(place);
        }
        assertThat(ofLabel).as("seed %d: a region for each place", seed).hasSize(different.size());
        assertThat(ofLabel.keySet()).allMatch(label -> label >= 0 && label < count);
        assertThat(count).isEqualTo(different.size());
    }

    /** Rectangles, one of them empty and one of everything. */
    private static List<Mask> masks(Random random) {
        List<Mask> masks = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            int left = i == 0 ? 0 : random.nextInt(SIZE.width());
            int top = i == 0 ? 0 : random.nextInt(SIZE.height());
            int right = i == 0 ? SIZE.width() : i == 1 ? left : left + random.nextInt(12);
            int bottom = i == 0 ? SIZE.height() : top + random.nextInt(12);
            byte[] bitmap = new byte[SIZE.pixels()];
            for (int p = 0; p < bitmap.length; p++) {
                int x = p % SIZE.width();
                int y = p / SIZE.width();
                bitmap[p] = (byte) (x >= left && x < right && y >= top && y < bottom ? 1 : 0);
            }
            masks.add(Mask.ofBitmap(SIZE, bitmap));
        }
        return masks;
    }
}
