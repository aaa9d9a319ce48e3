package org.egoscope.motion.internal.guidance;

/**
 * How long a foot stays about where a window leaves it, and where a track finds it: so long it pays for being elsewhere than predicted.
 */
final class UnseenTime {
    private static final double SECONDS = 2;

    /** Longer by so much below a head that rests, in a stream: without that who stands leans over feet that came to rest elsewhere, */
    private static final double RESTING_SECONDS = 10;

    /** and a head rests the more, the slower it is than this in the level at the end of the window (m/s, over so long). */
    private static final double RESTING_HEAD_SPEED = 0.3;

    private static final double RESTING_HEAD_SECONDS = 0.7;

    /** Before a track: somebody who stands about. */
    private static final double SECONDS_BEFORE = 3;

    /** A shorter window does not tell a foot that was left behind from noise of the prediction; one of the other length does. */
    private static final double LEAST_SECONDS_SEEN = 0.6;

    private static final double SURE_SECONDS_SEEN = 0.9;
    private static final double LEAST_METERS = 0.05;

    /** In windows that give out one frame each and are too short to tell: more than noise. */
    private static final double LEAST_METERS_UNSEEN = 0.08;

    private static final int HEAD = HangingTree.HEAD;

    private double seen;
    private double framesAfter;
    private double framesBefore;
    private double leastMeters = LEAST_METERS;

    /** Takes over the loaded track. */
    void prepare(BodyTrack track, Beyond beyond, double framesPerSecond) {
        double seconds = (track.frames() - track.fixedFrames()) / framesPerSecond;
        seen = Math.max(0, Math.min(1, (seconds - LEAST_SECONDS_SEEN) / (SURE_SECONDS_SEEN - LEAST_SECONDS_SEEN)));
        framesBefore = SECONDS_BEFORE * framesPerSecond * seen;
        leastMeters = beyond == Beyond.SINGLE_FRAMES ? seen * LEAST_METERS + (1 - seen) * LEAST_METERS_UNSEEN : LEAST_METERS;
        framesAfter = framesPerSecond * switch (beyond) {
            case END -> seen * SECONDS;
            case BUNCHES -> seen * (SECONDS + RESTING_SECONDS * rest(track, framesPerSecond));
            case SINGLE_FRAMES -> SECONDS + RESTING_SECONDS * rest(track, framesPerSecond);
        };
    }

    /** 1 for a head that does not move in the level at the end, 0 for one that walks. */
    private static double rest(BodyTrack track, double framesPerSecond) {
        int last = track.frames() - 1;
        int first = Math.max(0, last - (int) Math.round(RESTING_HEAD_SECONDS * framesPerSecond));
        if (first == last) {
            return 0;
        }
        double[] places = track.predictedPositions();
        int from = BodyTrack.index(first, HEAD) * 3;
        int to = BodyTrack.index(last, HEAD) * 3;
        double way = Math.hypot(places[to] - places[from], places[to + 1] - places[from + 1]);
        double share = way * framesPerSecond / (last - first) / RESTING_HEAD_SPEED;
        return Math.exp(-share * share);
    }

    /** From 0 to 1: how much the free frames see of what a foot does. */
    double seen() {
        return seen;
    }

    /** Behind the last frame of the window. */
    double framesAfter() {
        return framesAfter;
    }

    /** Before the first frame of a track. */
    double framesBefore() {
        return framesBefore;
    }

    /** A foot that is elsewhere by less has not been left behind. */
    double leastMeters() {
        return leastMeters;
    }
}
