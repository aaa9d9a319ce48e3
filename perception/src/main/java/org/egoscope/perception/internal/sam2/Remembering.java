package org.egoscope.perception.internal.sam2;

import java.util.ArrayList;
import java.util.List;
import org.egoscope.perception.internal.sam.Layers;
import org.egoscope.torch.Tensor;
import org.egoscope.torch.Tensor.Precision;
import org.egoscope.torch.TensorScope;
import org.egoscope.torch.Tensors;
import org.jspecify.annotations.Nullable;

/** Conditions pictures on memories: lays out the chosen ones as tokens with their places in space and time. */
final class Remembering implements AutoCloseable {
    private final Sam2Network network;
    private final Sam2Shape shape;
    private final Tensor mapPositions;
    private final Tensor memoryPositions;
    private @Nullable PictureMaps begunFor;
    private @Nullable Tensor begun;

    Remembering(Sam2Network network) {
        this.network = network;
        shape = network.shape();
        try (TensorScope scope = TensorScope.inference()) {
            mapPositions = sines(shape.width()).keep();
            memoryPositions = sines(shape.memoryWidth()).keep();
        }
    }

    /** {@code [1, cells, channels]}. */
    private Tensor sines(int channels) {
        int grid = shape.grid();
        return Layers.tokens(Tensors.of(PositionEncodings.grid(channels, grid, grid), network.device(), 1, channels, grid, grid)).contiguous();
    }

    /** The tokens of a picture after attending to what is remembered of an object. */
    Tensor conditioned(long frame, PictureMaps maps, ObjectMemory memory) {
        Tensor start = begun(maps);
        return TensorScope.only(() -> network.memoryAttention().condition(start, laidOut(frame, memory)));
    }

    /** Shared by the objects of a frame. */
    private Tensor begun(PictureMaps maps) {
        if (begun == null || begunFor != maps) {
            forgetBegun();
            begun = network.memoryAttention().begun(maps.tokens(), mapPositions).keep();
            begunFor = maps;
        }
        return begun;
    }

    void forgetBegun() {
        if (begun != null) {
            begun.release();
        }
        begun = null;
        begunFor = null;
    }

    MemoryAttention.Memory laidOut(long frame, ObjectMemory memory) {
        MemorySelection selection = memory.select(frame);
        List<Tensor> values = new ArrayList<>();
        List<Tensor> positions = new ArrayList<>();
        for (MemorySelection.Pick pick : selection.maps()) {
            values.add(memory.get(pick).map().to(Precision.FLOAT32));
            // The last row is for conditioning frames, whenever they were.
            long row = pick.conditioning() ? shape.memories() - 1 : pick.distance() - 1;
            Tensor time = network.layers().weight("maskmem_tpos_enc").narrow(0, row, 1).reshape(1, 1, shape.memoryWidth());
            positions.add(memoryPositions.add(time));
        }
        int tokens = shape.width() / shape.memoryWidth();
        for (MemorySelection.Pick pick : selection.pointers()) {
            values.add(memory.get(pick).pointer().reshape(1, tokens, shape.memoryWidth()));
            positions.add(time(pick.distance()).expand(1, tokens, shape.memoryWidth()));
        }
        int unplaced = tokens * selection.pointers().size();
        return new MemoryAttention.Memory(Tensors.cat(1, values), Tensors.cat(1, positions), unplaced);
    }

    /** {@code [1, 1, memoryWidth]}: how long ago a pointer was made. */
    private Tensor time(long distance) {
        float[] encoded = PositionEncodings.line(shape.width(), distance / (double) (shape.pointers() - 1));
        return network.layers().linear("obj_ptr_tpos_proj", Tensors.of(encoded, network.device(), 1, 1, shape.width()));
    }

    @Override
    public void close() {
        forgetBegun();
        mapPositions.release();
        memoryPositions.release();
    }
}
