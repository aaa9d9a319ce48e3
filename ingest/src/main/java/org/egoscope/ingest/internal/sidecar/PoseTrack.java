package org.egoscope.ingest.internal.sidecar;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.time.MediaTime;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.SensorSamples.PoseSample;
import org.jspecify.annotations.Nullable;

/**
 * Head poses of a CSV file, read alongside the video: only the samples around the current chunk are in memory, so that hours at
 * 1 kHz cost nothing.
 *
 * <p>Not thread-safe.
 */
public final class PoseTrack implements AutoCloseable {
    private final Path file;
    private final BufferedReader reader;
    private final PoseColumns columns;
    private final long fileTimeOfZeroNanos;
    private final OptionalLong wallClockStartNanos;
    private final String graph;
    private final Deque<PoseSample> window = new ArrayDeque<>();
    private @Nullable PoseRow first;
    private long lineNumber = 1;
    private boolean ended;

    private PoseTrack(Path file, BufferedReader reader, PoseColumns columns, OptionalLong deviceTimeOfFirstFrame)
            throws IOException {
        this.file = file;
        this.reader = reader;
        this.columns = columns;
        this.first = readRow();
        if (first == null) {
            throw PipelineException.badInput("pose file: expected at least one row, got none in " + file);
        }
        this.graph = first.graph();
        this.fileTimeOfZeroNanos = columns.isMediaTime() ? 0 : deviceTimeOfFirstFrame.orElse(first.timeNanos());
        boolean wallClock = first.utcNanos() > 0;
        this.wallClockStartNanos = wallClock
                ? OptionalLong.of(first.utcNanos() - (first.timeNanos() - fileTimeOfZeroNanos))
                : OptionalLong.empty();
    }

    /** True if the device is a pair of Aria glasses, whose geometry is known ({@link AriaGlasses}). */
    boolean isOfAriaGlasses() {
        return columns.dialect() == PoseColumns.Dialect.MPS_CLOSED_LOOP || columns.dialect() == PoseColumns.Dialect.MPS_OPEN_LOOP;
    }

    /**
     * Reads the whole file once before: a wrong row is told before the first frame is worked on, not after hours.
     *
     * @param deviceTimeOfFirstFrame time of the first frame on the device's clock; where it is unknown the first sample of a device
     *     trajectory is taken for the first frame
     */
    public static PoseTrack open(Path file, OptionalLong deviceTimeOfFirstFrame) {
        try (PoseTrack all = begin(file, deviceTimeOfFirstFrame)) {
            while (!all.ended) {
                all.readSample();
                all.keepLast();
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        return begin(file, deviceTimeOfFirstFrame);
    }

    private void keepLast() {
        while (window.size() > 1) {
            window.removeFirst();
        }
    }

    private static PoseTrack begin(Path file, OptionalLong deviceTimeOfFirstFrame) {
        BufferedReader reader = null;
        try {
            reader = Files.newBufferedReader(file);
            String header = reader.readLine();
            PoseColumns columns = PoseColumns.of(header == null ? "" : header, file);
            if (columns.dialect() == PoseColumns.Dialect.HOT3D) {
                throw PipelineException.badInput("pose file: expected a trajectory that says where up is, got one of HOT3D in " + file);
            }
            return new PoseTrack(file, reader, columns, deviceTimeOfFirstFrame);
        } catch (IOException e) {
            closeQuietly(reader);
            throw unreadable(file, e);
        } catch (RuntimeException e) {
            closeQuietly(reader);
            throw e;
        }
    }

    private static void closeQuietly(@Nullable BufferedReader reader) {
        try {
            if (reader != null) {
                reader.close();
            }
        } catch (IOException e) {
            // The error that led here is the one to report.
            return;
        }
    }

    private static PipelineException unreadable(Path file, IOException cause) {
        String what = cause instanceof MalformedInputException ? "expected UTF-8 text, got other bytes in " : "cannot read ";
        return new PipelineException(ErrorKind.BAD_INPUT, "pose file: " + what + file, cause);
    }

    public Path file() {
        return file;
    }

    /** How the file's clock was tied to the video's. */
    public String clock(OptionalLong deviceTimeOfFirstFrame) {
        if (columns.isMediaTime()) {
            return "media time";
        }
        return deviceTimeOfFirstFrame.isPresent() ? "device time of the first frame" : "assumed: first sample at the first frame";
    }

    /** Unix time of media time zero, where the file knows it. */
    public OptionalLong wallClockStartNanos() {
        return wallClockStartNanos;
    }

    /** Samples within the span, plus one before and one after. Spans must rise. */
    public List<PoseSample> cut(TimeRange span) {
        try {
            while (!ended && (window.isEmpty() || window.peekLast().time().compareTo(span.end()) < 0)) {
                readSample();
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        while (window.size() > 1 && second().time().compareTo(span.start()) <= 0) {
            window.removeFirst();
        }
        return upToOneAfter(span.end());
    }

    private PoseSample second() {
        var iterator = window.iterator();
        iterator.next();
        return iterator.next();
    }

    private List<PoseSample> upToOneAfter(MediaTime end) {
        List<PoseSample> result = new ArrayList<>();
        for (PoseSample sample : window) {
            result.add(sample);
            if (sample.time().compareTo(end) >= 0) {
                break;
            }
        }
        return result;
    }

    private void readSample() throws IOException {
        PoseRow row = first != null ? first : readRow();
        first = null;
        // Another graph is another world: its poses cannot be compared with those before.
        if (row == null || !row.graph().equals(graph)) {
            ended = true;
            return;
        }
        MediaTime time = MediaTime.ofNanos(row.timeNanos() - fileTimeOfZeroNanos);
        if (!window.isEmpty() && time.compareTo(window.peekLast().time()) <= 0) {
            throw PipelineException.badInput("pose file: expected rising times, got " + row.timeNanos() + " ns in " + where());
        }
        window.add(new PoseSample(time, row.worldFromDevice(), row.quality()));
    }

    private @Nullable PoseRow readRow() throws IOException {
        String line = reader.readLine();
        lineNumber++;
        while (line != null && line.isBlank()) {
            line = reader.readLine();
            lineNumber++;
        }
        return line == null ? null : columns.parse(line, where());
    }

    private String where() {
        return file + " line " + lineNumber;
    }

    @Override
    public void close() {
        closeQuietly(reader);
    }
}
