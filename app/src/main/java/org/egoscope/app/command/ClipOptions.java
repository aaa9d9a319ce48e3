package org.egoscope.app.command;

import java.nio.file.Path;
import org.egoscope.app.hands.ClipFrames;
import picocli.CommandLine.Option;

/** Which frames of which clips are measured, and from which confidence on a hand counts. */
final class ClipOptions {
    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "All *.mp4 below it are clips, all COCO-style *.json with 21 keypoints are labelled pictures.")
    private Path data;

    @Option(names = "--every", defaultValue = "1", paramLabel = "N", description = "Every N-th frame is measured (default: ${DEFAULT-VALUE}).")
    private int every;

    @Option(
            names = "--windows",
            defaultValue = "0",
            paramLabel = "N",
            description = "Only so many windows of each clip, spread evenly (default: 0, all of it).")
    private int windows;

    @Option(names = "--window-seconds", paramLabel = "SECONDS", defaultValue = "1", description = "Length of each window (default: ${DEFAULT-VALUE}).")
    private double windowSeconds;

    @Option(names = "--confidence", paramLabel = "P", defaultValue = "0.5", description = "Least of a hand that counts (default: ${DEFAULT-VALUE}).")
    private double confidence;

    Path data() {
        return data;
    }

    ClipFrames frames() {
        return new ClipFrames(every, windows, windowSeconds);
    }

    double confidence() {
        return confidence;
    }
}
