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
 *   <li>the solver: {@code steps4}, {@code heun}, {@code ddim}; {@code draws0} for the mean without noisy evaluations.
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
     */
    public record Sampling(int steps, Solver solver, int meanDraws) {
        public static final int STANDARD_DRAWS = -1;

        boolean isStandard() {
            return steps == 0 && solver == Solver.EULER && meanDraws == STANDARD_DRAWS;
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
        return new EvaluationRow(
                name, words.degrees, words.window, words.disturbance, words.draws, new Sampling(words.steps, words.solver, words.meanDraws));
    }

    /** Whether a predictor that only gives the mean, without steps, can answer. */
    boolean needsSampler() {
        return draws > 0 || !sampling.isStandard();
    }

    private static final class Words {
        private double degrees = Double.NaN;
        private int window = -1;
        private Disturbance disturbance = Disturbance.CLEAN;
        private int draws;
        private int steps;
        private int meanDraws = Sampling.STANDARD_DRAWS;
        private Solver solver = Solver.EULER;

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
                default -> readNumber(word, row);
            }
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
                    + "sample, best8, steps4, draws0, heun or ddim, got " + word);
        }
    }
}
