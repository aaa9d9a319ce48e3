package org.egoscope.perception.internal.sam;

import org.egoscope.torch.Tensor;

/** A grid of tokens cut into square windows, after zeros have been added below and right so that they fit. */
public final class Windows {
    private final long rows;
    private final long columns;
    private final int size;
    private final long windowRows;
    private final long windowColumns;

    public Windows(long rows, long columns, int size) {
        this.rows = rows;
        this.columns = columns;
        this.size = size;
        this.windowRows = (rows + size - 1) / size;
        this.windowColumns = (columns + size - 1) / size;
    }

    /** {@code [B, H, W, C]} to {@code [B windows, size, size, C]}, windows row by row. */
    public Tensor cut(Tensor grid) {
        long batch = grid.side(0);
        long channels = grid.side(3);
        int below = (int) (windowRows * size - rows);
        int right = (int) ((windowColumns * size - columns) * channels);
        Tensor padded = below == 0 && right == 0 ? grid : grid.reshape(batch, rows, columns * channels).pad(0, below, right);
        return padded.reshape(batch, windowRows, size, windowColumns, size, channels)
                .permute(0, 1, 3, 2, 4, 5)
                .reshape(batch * windowRows * windowColumns, size, size, channels);
    }

    /** The reverse of {@link #cut} without what was added; other channels will do. */
    public Tensor joined(Tensor windows) {
        long batch = windows.side(0) / (windowRows * windowColumns);
        long channels = windows.side(3);
        return windows.reshape(batch, windowRows, windowColumns, size, size, channels)
                .permute(0, 1, 3, 2, 4, 5)
                .reshape(batch, windowRows * size, windowColumns * size, channels)
                .narrow(1, 0, rows)
                .narrow(2, 0, columns);
    }
}
