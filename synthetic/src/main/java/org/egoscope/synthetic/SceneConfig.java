package org.egoscope.synthetic;

import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.HandSide;

/**
 * What to make.
 *
 * @param size picture size
 * @param framesPerSecond rate
 * @param durationSeconds how much of the script, at most {@link #SCRIPT_SECONDS}
 * @param seed noise, sway of the head and, where varied, placement and light
 * @param mainHand the hand that carries the cup; LEFT mirrors the script
 * @param varied true to place things and set colours and light by the seed
 * @param frameStrip true to draw the frame number along the top edge
 */
public record SceneConfig(
        ImageSize size,
        double framesPerSecond,
        double durationSeconds,
        long seed,
        HandSide mainHand,
        boolean varied,
        boolean frameStrip) {
    public static final double SCRIPT_SECONDS = 20;

    public SceneConfig {
        if (!(framesPerSecond > 0 && framesPerSecond <= 240)) {
            throw PipelineException.badConfig("frames per second: expected 0..240, got " + framesPerSecond);
        }
        if (!(durationSeconds > 0 && durationSeconds <= SCRIPT_SECONDS)) {
            throw PipelineException.badConfig("duration: expected more than 0 and at most " + SCRIPT_SECONDS + " s, got " + durationSeconds);
        }
    }

    /** 512 x 288 at 30 frames per second, the whole script, right-handed, the standard room. */
    public static SceneConfig standard(long seed) {
        return new SceneConfig(new ImageSize(512, 288), 30, SCRIPT_SECONDS, seed, HandSide.RIGHT, false, true);
    }

    /** As {@link #standard} with handedness, placement, colours and light drawn by the seed. */
    public static SceneConfig varied(long seed) {
        HandSide side = (seed & 1) == 0 ? HandSide.RIGHT : HandSide.LEFT;
        return new SceneConfig(new ImageSize(512, 288), 30, SCRIPT_SECONDS, seed, side, true, true);
    }

    public SceneConfig withSize(ImageSize other) {
        return new SceneConfig(other, framesPerSecond, durationSeconds, seed, mainHand, varied, frameStrip);
    }

    public SceneConfig withDurationSeconds(double other) {
        return new SceneConfig(size, framesPerSecond, other, seed, mainHand, varied, frameStrip);
    }

    public SceneConfig withFramesPerSecond(double other) {
        return new SceneConfig(size, other, durationSeconds, seed, mainHand, varied, frameStrip);
    }

    public SceneConfig withFrameStrip(boolean other) {
        return new SceneConfig(size, framesPerSecond, durationSeconds, seed, mainHand, varied, other);
    }
}
