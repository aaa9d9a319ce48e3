package org.egoscope.app.hands;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.egoscope.perception.HandWork;

/** The figures of an evaluation as a table. */
public final class HandReport {
    private static final double NANOS_PER_MILLI = 1e6;

    private final String method;
    private final double confidence;
    private final List<HandClipFigures> clips = new ArrayList<>();
    private final List<String> labelled = new ArrayList<>();
    private final List<String> sheets = new ArrayList<>();

    HandReport(String method, double confidence) {
        this.method = method;
        this.confidence = confidence;
    }

    void add(HandClipFigures clip) {
        clips.add(clip);
    }

    void addLabelled(Path labels, String how, LabelledHands.Result result) {
        labelled.add(String.format(
                Locale.ROOT, "%s, %s: %d of %d found, mean error %.3f of the hand, %.3f of the keypoints within a fifth",
                labels.getFileName(), how, result.found(), result.total(), result.meanError(), result.withinFifth()));
    }

    void addSheets(List<Path> files, long outOf) {
        files.forEach(file -> sheets.add(file + " (chosen from " + outOf + ")"));
    }

    boolean isEmpty() {
        return clips.isEmpty() && labelled.isEmpty();
    }

    /** Mean over clips of the share of frames with a confident hand; NaN without clips. */
    public double meanShare() {
        return clips.stream().mapToDouble(HandClipFigures::share).average().orElse(Double.NaN);
    }

    String lastClipLine() {
        return row(clips.get(clips.size() - 1));
    }

    private static String row(HandClipFigures clip) {
        double frames = Math.max(1, clip.frames());
        HandWork work = clip.work();
        return String.format(
                Locale.ROOT, "%-18s %6d %9.3f %9.3f %9.3f %6.2f %5d %8.1f %8.1f %13s %13s", clip.clip(), clip.frames(), clip.withReported() / frames,
                clip.share(), clip.withTwo() / frames, clip.hands() / frames, clip.ids(), clip.nanos() / frames / NANOS_PER_MILLI,
                clip.processorNanos() / frames / NANOS_PER_MILLI, part(work.palmRuns(), work.palmNanos(), frames),
                part(work.landmarkRuns(), work.landmarkNanos(), frames));
    }

    /** Runs per frame x milliseconds each. */
    private static String part(long runs, long nanos, double frames) {
        return String.format(Locale.ROOT, "%.2f x %.1f", runs / frames, runs == 0 ? 0 : nanos / NANOS_PER_MILLI / runs);
    }

    /** For people. */
    public String toTable() {
        StringBuilder text = new StringBuilder();
        if (!clips.isEmpty()) {
            text.append(String.format(
                    Locale.ROOT, "method %s, confident: at least %.2f%n%-18s %6s %9s %9s %9s %6s %5s %8s %8s %13s %13s%n", method, confidence, "clip",
                    "frames", "any", "confident", "two", "hands", "ids", "wall ms", "cpu ms", "palm runs", "landmark runs"));
            clips.forEach(clip -> text.append(row(clip)).append(System.lineSeparator()));
            text.append(mean()).append(System.lineSeparator());
        }
        labelled.forEach(line -> text.append(line).append(System.lineSeparator()));
        sheets.forEach(line -> text.append(line).append(System.lineSeparator()));
        return text.toString();
    }

    private String mean() {
        double frames = Math.max(1, clips.stream().mapToLong(HandClipFigures::frames).sum());
        return String.format(
                Locale.ROOT, "%-18s %6.0f %9.3f %9.3f %9.3f %6.2f %5d %8.1f %8.1f", "mean of clips", frames,
                clips.stream().mapToDouble(clip -> (double) clip.withReported() / Math.max(1, clip.frames())).average().orElse(0), meanShare(),
                clips.stream().mapToDouble(clip -> (double) clip.withTwo() / Math.max(1, clip.frames())).average().orElse(0),
                clips.stream().mapToLong(HandClipFigures::hands).sum() / frames, clips.stream().mapToLong(HandClipFigures::ids).sum(),
                clips.stream().mapToLong(HandClipFigures::nanos).sum() / frames / NANOS_PER_MILLI,
                clips.stream().mapToLong(HandClipFigures::processorNanos).sum() / frames / NANOS_PER_MILLI);
    }
}
