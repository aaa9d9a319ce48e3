package org.egoscope.motion.internal.evaluation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.egoscope.core.PipelineException;

/**
 * Finished rows on disk, one CSV each: {@code scores/<predictor>/<row>.csv} with a line per clip and measure (sum and weight, whose quotient is
 * the mean). A row is there whole or not at all, so a run that was cut off can go on.
 */
public final class ResultStore {
    private static final String HEADER = "source,performer,activity,clip,frames,measure,unit,sum,weight";

    /** In the place of a clip: the source as a whole. */
    private static final String SOURCE = "*";

    private final Path folder;

    public ResultStore(Path folder) {
        this.folder = folder;
    }

    /**
     * Keeps what the scores depend on in {@code settings.txt}.
     *
     * @param resume whether earlier scores may be used
     * @throws PipelineException if they may and were made with other values of the same settings
     */
    public void claim(SortedMap<String, String> settings, boolean resume) {
        Path file = folder.resolve("settings.txt");
        SortedMap<String, String> all = new TreeMap<>();
        try {
            if (resume && Files.exists(file)) {
                Files.readAllLines(file).forEach(line -> all.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
            }
            settings.forEach((key, value) -> {
                String earlier = all.put(key, value);
                if (earlier != null && !earlier.equals(value)) {
                    throw PipelineException.badConfig("resume in " + folder + ": expected " + key + " " + earlier + " as before, got " + value);
                }
            });
            Files.createDirectories(folder);
            Files.write(file, all.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()).toList());
        } catch (IOException e) {
            throw new UncheckedIOException("settings " + file + ": cannot keep, " + e.getMessage(), e);
        }
    }

    private Path file(String predictor, String row) {
        return folder.resolve("scores").resolve(predictor).resolve(row + ".csv");
    }

    public void write(RowResult result) {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        for (ClipScore clip : result.clips()) {
            String prefix = String.join(",", plain(clip.source()), plain(clip.performer()), plain(clip.activity()), plain(clip.clip()))
                    + "," + clip.frames();
            append(text, prefix, clip.scores());
        }
        result.bySource().forEach((source, scores) -> append(text, plain(source) + ",,," + SOURCE + ",0", scores));
        Path file = file(result.predictor(), result.row().name());
        try {
            Files.createDirectories(file.getParent());
            Path part = file.resolveSibling(file.getFileName() + ".part");
            Files.writeString(part, text);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("scores " + file + ": cannot write, " + e.getMessage(), e);
        }
    }

    private static void append(StringBuilder text, String prefix, Scores scores) {
        for (Measure measure : Measure.values()) {
            if (scores.weight(measure) > 0) {
                text.append(prefix).append(',').append(measure.key()).append(',').append(measure.unit()).append(',')
                        .append(scores.sum(measure)).append(',').append(scores.weight(measure)).append('\n');
            }
        }
    }

    /** Names with commas would need quotes; ours have none, others get a blank. */
    private static String plain(String text) {
        return text.replaceAll("[,\"\\r\\n]", " ");
    }

    /** What an earlier run has finished. */
    public Optional<RowResult> read(EvaluationRow row, String predictor) {
        Path file = file(predictor, row.name());
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            List<String> lines = Files.readAllLines(file);
            if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
                throw PipelineException.badInput("scores " + file + ": expected the columns " + HEADER + ", got another file");
            }
            return Optional.of(parse(row, predictor, lines.subList(1, lines.size())));
        } catch (IOException e) {
            throw new UncheckedIOException("scores " + file + ": cannot read, " + e.getMessage(), e);
        }
    }

    private static RowResult parse(EvaluationRow row, String predictor, List<String> lines) {
        Map<String, ClipScore> clips = new LinkedHashMap<>();
        SortedMap<String, Scores> bySource = new TreeMap<>();
        for (String line : lines) {
            String[] cells = line.split(",", -1);
            if (cells.length != 9) {
                throw PipelineException.badInput("scores: expected 9 columns, got " + line);
            }
            Scores scores = cells[3].equals(SOURCE)
                    ? bySource.computeIfAbsent(cells[0], source -> new Scores())
                    : clips.computeIfAbsent(cells[0] + "/" + cells[3], key -> new ClipScore(
                            cells[3], cells[0], cells[1], cells[2], Integer.parseInt(cells[4]), new Scores())).scores();
            Measure measure = Measure.valueOf(cells[5].toUpperCase(Locale.ROOT));
            scores.add(measure, Double.parseDouble(cells[7]), Double.parseDouble(cells[8]));
        }
        return new RowResult(row, predictor, new ArrayList<>(clips.values()), bySource);
    }
}
