package org.egoscope.app.segmentation;

import java.util.ArrayList;
import java.util.List;

/** What was measured of one backend; one entry per object or per picture. */
final class SegmentationFigures {
    /** An automatic mask finds an object from this IoU on. */
    private static final double FOUND = 0.5;

    private final String backend;
    private final List<ObjectRow> rows = new ArrayList<>();
    private final List<PictureTimes> times = new ArrayList<>();

    /**
     * Scores of one object.
     *
     * @param filledBox IoU of the box itself, filled
     * @param box IoU of the mask for its box
     * @param predicted what the backend expected that to be
     * @param point IoU of the single mask for its centre
     * @param pointBest the best of the three masks for its centre
     * @param everything the best of the automatic masks
     */
    record ObjectRow(
            String picture, long id, int area, double filledBox, double box, double predicted, double point, double pointBest,
            double everything) {}

    /** Milliseconds for one picture, and how many masks and prompts there were. */
    record PictureTimes(double embed, double boxes, double points, double everything, int prompts, int masks) {}

    SegmentationFigures(String backend) {
        this.backend = backend;
    }

    void add(ObjectRow row) {
        rows.add(row);
    }

    void add(PictureTimes picture) {
        times.add(picture);
    }

    String backend() {
        return backend;
    }

    List<ObjectRow> rows() {
        return List.copyOf(rows);
    }

    /** A figure of an object. */
    interface Score {
        double of(ObjectRow row);
    }

    double mean(Score score) {
        return rows.stream().mapToDouble(score::of).average().orElse(Double.NaN);
    }

    double recall() {
        return mean(row -> row.everything() >= FOUND ? 1 : 0);
    }

    /** Pearson correlation of the predicted with the true IoU of box prompts; NaN where one of them does not vary. */
    double correlation() {
        double meanTrue = mean(ObjectRow::box);
        double meanPredicted = mean(ObjectRow::predicted);
        double covariance = mean(row -> (row.box() - meanTrue) * (row.predicted() - meanPredicted));
        double trueVariance = mean(row -> (row.box() - meanTrue) * (row.box() - meanTrue));
        double predictedVariance = mean(row -> (row.predicted() - meanPredicted) * (row.predicted() - meanPredicted));
        return covariance / Math.sqrt(trueVariance * predictedVariance);
    }

    /** By least squares over box prompts, true IoU = slope x predicted + offset; a calibrated prediction has 1 and 0. */
    record Line(double slope, double offset) {}

    Line calibration() {
        double meanTrue = mean(ObjectRow::box);
        double meanPredicted = mean(ObjectRow::predicted);
        double slope = mean(row -> (row.box() - meanTrue) * (row.predicted() - meanPredicted))
                / mean(row -> (row.predicted() - meanPredicted) * (row.predicted() - meanPredicted));
        return new Line(slope, meanTrue - slope * meanPredicted);
    }

    /** A time of a picture. */
    interface Time {
        double of(PictureTimes picture);
    }

    double meanTime(Time time) {
        return times.stream().mapToDouble(time::of).average().orElse(Double.NaN);
    }

    double timePerPrompt(Time time) {
        int prompts = times.stream().mapToInt(PictureTimes::prompts).sum();
        return times.stream().mapToDouble(time::of).sum() / Math.max(1, prompts);
    }

    double masksPerPicture() {
        return times.stream().mapToInt(PictureTimes::masks).average().orElse(Double.NaN);
    }
}
