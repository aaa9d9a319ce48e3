package org.egoscope.perception;

/**
 * A click.
 *
 * @param x pixels of the picture, origin at the top left corner
 * @param y pixels of the picture
 * @param foreground whether it lies on the wanted thing, or on what is not wanted
 */
public record PromptPoint(float x, float y, boolean foreground) {
    public PromptPoint {
        if (!Float.isFinite(x) || !Float.isFinite(y)) {
            throw new IllegalArgumentException("prompt point: expected finite pixels, got " + x + ", " + y);
        }
    }
}
