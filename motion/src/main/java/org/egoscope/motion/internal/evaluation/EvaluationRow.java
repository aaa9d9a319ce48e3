package org.egoscope.motion.internal.evaluation;

import java.util.Locale;
import org.egoscope.core.PipelineException;
import org.egoscope.motion.MotionSampling.Solver;

/**
 * One condition under which predictors are measured, written as words with dashes in any order:
 *
 * <ul>
 *   <li>what is seen: {@code head}, {@code fov60} to {@code fov360} (hands inside a cone of so many degrees), {@code three} (always);
 *   <li>windows: {@code 32}, {@code 128} or any number of frames, {@code whole} clips;
 *   <li>the head: clean, or {@code noisy} (smooth noise up to 2 cm and 2 degrees), {@code floorup}, {@code floordown} (floor estimated 5 cm
 *       too high or low);
 *   <li>the answer: the mean, {@code sample} (one draw), {@code best8} (the best of so many draws by their true error);
 *   <li>the solver: {@code steps4}, {@code heun}, {@code ddim}; {@code draws0} for the mean without noisy evaluations;
 *   <li>the way: all frames of a window at once or, by {@code stream0.2}, frame by frame through the motion stage with so many seconds of
 *       latency (clip or window is one track, stature told, guidance where the predictor has it).
 * </ul>
 *
 * @param name as written
 * @param fieldOfViewDegrees 0 for the head alone, 360 for hands in every frame
 * @param windowFrames 0 for whole clips
 * @param disturbance of the head
 * @param draws 0 for the mean
 * @param sampling how the flow is solved
 */
public record EvaluationRow(
        String name, double fieldOfViewDegrees, int windowFrames, Disturbance disturbance, int draws, Sampling sampling) {
    /**
     * @param steps 0 for the run's own number
     * @param meanDraws evaluations with noise for the mean; {@link #STANDARD_DRAWS} for as many as usual
     * @param latencySeconds of a stream; NaN if all frames of a window are asked at once
     */
    public record Sampling(int steps, Solver solver, int meanDraws, double latencySeconds) {
        public static final int STANDARD_DRAWS = -1;

        boolean isStandard() {
            return steps == 0 && solver == Solver.EULER && meanDraws == STANDARD_DRAWS && !isStreamed();
        }

        boolean isStreamed() {
            return !Double.isNaN(latencySeconds);
        }

        Sampling withSteps(int many) {
            return new Sampling(many, solver, meanDraws, latencySeconds);
        }
    }

    public static EvaluationRow parse(String name) {
        Words words = new Words();
        for (String word : name.toLowerCase(Locale.ROOT).split("-")) {
            words.read(word, name);
        }
        if (Double.isNaN(words.degrees) || words.window < 0) {
            throw PipelineException.badConfig(
                    "row: expected what is seen (head, fov90, three) and a window (32, 128, whole), as in head-128, got " + name);
        }
        if (words.stream >= 0 && (words.draws > 0 || words.solver != Solver.EULER)) {
            throw PipelineException.badConfig("row " + name + ": expected the mean by Euler's steps of a stream, got another answer");
        }
        Sampling sampling = new Sampling(words.steps, words.solver, words.meanDraws, words.stream);
        return new EvaluationRow(name, words.degrees, words.window, words.disturbance, words.draws, sampling);
    }

    /** Whether a predictor that only gives the mean, without steps, can answer. */
    boolean needsSampler() {
        return draws > 0 || !sampling.isStandard();
    }

    private static final class Words {
        private static final double MOST_LATENCY_SECONDS = 4;

        private double degrees = Double.NaN;
        private int window = -1;
        private Disturbance disturbance = Disturbance.CLEAN;
        private int draws;
        private int steps;
        private int meanDraws = Sampling.STANDARD_DRAWS;
        private Solver solver = Solver.EULER;
        private double stream = Double.NaN;

        void read(String word, String row) {
            switch (word) {
                case "head" -> degrees = 0;
                case "three" -> degrees = 360;
                case "whole" -> window = 0;
                case "noisy" -> disturbance = Disturbance.NOISY;
                case "floorup" -> disturbance = Disturbance.FLOOR_UP;
                case "floordown" -> disturbance = Disturbance.FLOOR_DOWN;
                case "sample" -> draws = 1;
                case "ddim" -> solver = Solver.DDIM;
                case "heun" -> solver = Solver.HEUN;
                default -> readOther(word, row);
            }
        }

        private void readOther(String word, String row) {
            if (word.matches("stream[0-9.]+")) {
                stream = seconds(word, row);
            } else {
                readNumber(word, row);
            }
        }

        private static double seconds(String word, String row) {
            double seconds;
            try {
                seconds = Double.parseDouble(word.substring("stream".length()));
            } catch (NumberFormatException e) {
                throw unknown(word, row);
            }
            if (seconds > MOST_LATENCY_SECONDS) {
                throw PipelineException.badConfig(
                        "row " + row + ": expected at most " + MOST_LATENCY_SECONDS + " s of latency, got " + seconds);
            }
            return seconds;
        }

        private void readNumber(String word, String row) {
            int digits = 0;
            while (digits < word.length() && !Character.isDigit(word.charAt(digits))) {
                digits++;
            }
            int number = number(word.substring(digits), word, row);
            switch (word.substring(0, digits)) {
                case "" -> window = atLeast(8, number, word, row);
                case "fov" -> degrees = Math.min(360, atLeast(1, number, word, row));
                case "best" -> draws = atLeast(2, number, word, row);
                case "steps" -> steps = atLeast(1, number, word, row);
                case "draws" -> meanDraws = Math.min(32, atLeast(0, number, word, row));
                default -> throw unknown(word, row);
            }
        }

        private static int number(String digits, String word, String row) {
            try {
                return Integer.parseInt(digits);
            } catch (NumberFormatException e) {
                throw unknown(word, row);
            }
        }

        private static int atLeast(int least, int number, String word, String row) {
            if (number < least || number > 100_000) {
                throw PipelineException.badConfig("row " + row + ": expected " + least + ".. in " + word + ", got " + number);
            }
            return number;
        }

        private static PipelineException unknown(String word, String row) {
            return PipelineException.badConfig("row " + row + ": expected head, fov90, three, 32, 128, whole, noisy, floorup, floordown, "
                    + "sample, best8, steps4, draws0, heun, ddim or stream0.2, got " + word);
        }
    }
}
