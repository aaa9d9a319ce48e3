package org.egoscope.perception.internal.sam2;

import java.util.List;
import java.util.Set;

/**
 * Sizes of a Hiera trunk (Ryali et al. 2023) as SAM 2 uses it.
 *
 * @param width channels of the first stage; they double from stage to stage
 * @param heads of attention in the first stage; they double too
 * @param stages blocks of each of the four stages
 * @param globalBlocks blocks that attend over the whole grid, counted over all stages from 0
 * @param windows side of the attention windows of each stage, in tokens
 * @param background side of the stored position grid, in tokens
 */
public record HieraShape(
        int width, int heads, List<Integer> stages, Set<Integer> globalBlocks, List<Integer> windows, int background) {
    public HieraShape {
        stages = List.copyOf(stages);
        globalBlocks = Set.copyOf(globalBlocks);
        windows = List.copyOf(windows);
    }

    /**
     * One block.
     *
     * @param stage 0..3
     * @param in channels of its input
     * @param out channels of its output
     * @param heads of its attention
     * @param window side of its windows before pooling, 0 for the whole grid
     * @param pools true if it halves the grid
     * @param last true if its output is a level of the pyramid
     */
    record Block(int stage, int in, int out, int heads, int window, boolean pools, boolean last) {}

    int blockCount() {
        return stages.stream().mapToInt(Integer::intValue).sum();
    }

    /** Channels of a stage. */
    int width(int stage) {
        return width << stage;
    }

    Block block(int index) {
        int stage = 0;
        int first = 0;
        while (index >= first + stages.get(stage)) {
            first += stages.get(stage++);
        }
        boolean pools = index == first && stage > 0;
        // The first block of a stage still has the window of the stage before: its windows halve with the grid.
        int window = globalBlocks.contains(index) ? 0 : windows.get(pools ? stage - 1 : stage);
        boolean last = index == first + stages.get(stage) - 1;
        return new Block(stage, width(pools ? stage - 1 : stage), width(stage), heads << stage, window, pools, last);
    }
}
