package org.egoscope.motion.internal.evaluation.measure;

import org.egoscope.core.Shape;

/**
 * How smoothly a body takes a change of what is known, such as a hand that comes into view: over the half second after it, mean over all
 * changes of the largest jerk of any joint, predicted and true. Peak jerk (PJ) and area under the jerk (AUJ) follow FlowMDM and RPM.
 */
public final class JerkTransition {
    /** Half a second. */
    public static final double SECONDS = 0.5;

    private final double[] predicted;
    private final double[] truth;
    private double peaks;
    private int changes;

    public JerkTransition(double framesPerSecond) {
        int frames = (int) Math.round(SECONDS * framesPerSecond);
        predicted = new double[frames];
        truth = new double[frames];
    }

    /**
     * Counts one change; ignored where the half second after it is not all there.
     *
     * @param predictedJerks {@link Smoothness#largestJerks}
     * @param frame first frame with the new knowledge; the jerks that reach over it from the frame before count too
     */
    public void add(@Shape("T-3") double[] predictedJerks, @Shape("T-3") double[] trueJerks, int frame) {
        int start = Math.max(0, frame - 1);
        if (start + predicted.length > predictedJerks.length) {
            return;
        }
        double peak = 0;
        for (int i = 0; i < predicted.length; i++) {
            predicted[i] += predictedJerks[start + i];
            truth[i] += trueJerks[start + i];
            peak = Math.max(peak, predictedJerks[start + i]);
        }
        peaks += peak;
        changes++;
    }

    public int changes() {
        return changes;
    }

    /** Mean over the changes of the largest predicted jerk, m/s³; NaN without any. */
    public double peak() {
        return changes == 0 ? Double.NaN : peaks / changes;
    }

    /** Sum over the frames of the absolute difference of the mean predicted and the mean true jerk, m/s³; NaN without changes. */
    public double area() {
        double area = changes == 0 ? Double.NaN : 0;
        for (int i = 0; i < predicted.length && changes > 0; i++) {
            area += Math.abs(predicted[i] - truth[i]) / changes;
        }
        return area;
    }
}
