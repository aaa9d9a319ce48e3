package org.egoscope.perception.internal.sam2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.egoscope.core.PipelineException;
import org.egoscope.perception.internal.sam.RandomWeights;
import org.egoscope.torch.TorchDevice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which checkpoints are taken. */
class ParameterListTest {
    static List<Sam2Shape> official() {
        return List.of(Sam2Shape.tiny(), Sam2Shape.small(), Sam2Shape.basePlus(), Sam2Shape.large());
    }

    @ParameterizedTest
    @MethodSource("official")
    void thePublishedListsAreAcceptedExactly(Sam2Shape shape) throws IOException {
        Map<String, String> published = new TreeMap<>();
        Files.readAllLines(Golden.file(shape.name() + ".params.tsv")).stream()
                .skip(1)
                .map(line -> line.split("\t"))
                .forEach(fields -> published.put(fields[0], fields[2]));
        Map<String, String> ours = new TreeMap<>();
        Sam2Parameters.of(shape).forEach((name, sides) ->
                ours.put(name, String.join("x", Arrays.stream(sides).mapToObj(Long::toString).toList())));
        assertThat(ours).isEqualTo(published);
    }

    @ParameterizedTest
    @MethodSource("official")
    void aCheckpointIsRecognisedByItsTrunk(Sam2Shape shape) {
        assertThat(Sam2Shape.of(new RandomWeights(Sam2Parameters.of(shape), 1))).contains(shape);
    }

    @Test
    void whatIsMissingExtraOrMisshapenIsListed() {
        Map<String, long[]> shapes = new TreeMap<>(Sam2Parameters.of(SmallNetwork.SHAPE));
        shapes.remove("no_obj_ptr");
        shapes.put("no_mem_embed", new long[] {1, 1, 3});
        shapes.put("something_else", new long[] {2});
        assertThatThrownBy(() -> Sam2Network.load(new RandomWeights(shapes, 1), SmallNetwork.SHAPE, TorchDevice.CPU))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("no_obj_ptr is missing")
                .hasMessageContaining("no_mem_embed: expected [1, 1, 64], got [1, 1, 3]")
                .hasMessageContaining("something_else is not of this network");
    }
}
