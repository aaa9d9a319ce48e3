package org.egoscope.ingest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntToLongFunction;
import org.egoscope.core.Batch;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.video.FrameEvent;
import org.egoscope.core.video.Gap;
import org.egoscope.core.video.SessionId;
import org.egoscope.core.video.VideoChunk;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.ingest.internal.ffmpeg.Ffmpeg;

/** Clips whose every frame carries its number as a strip of 16 black and white fields, most significant bit at the left. */
final class NumberedClip {
    static final ImageSize SIZE = new ImageSize(320, 240);
    private static final int FIELDS = 16;
    private static final int FIELD_SIDE = SIZE.width() / FIELDS;

    private NumberedClip() {}

    /** What a decoder gave for one frame, copied out. */
    record Seen(long index, long timeNanos, int number, int pixelHash) {}

    /** All that became of a session. */
    record Outcome(List<VideoChunk> chunks, List<Seen> frames, List<Gap> gaps) {
        long framesInGaps() {
            return gaps.stream().mapToLong(Gap::frameCount).sum();
        }
    }

    static Path write(Path file, VideoEncoder.Settings settings, int frames, IntToLongFunction timeNanos) {
        try (VideoEncoder encoder = VideoEncoder.create(file, settings)) {
            for (int i = 0; i < frames; i++) {
                encoder.write(picture(i), timeNanos.applyAsLong(i));
            }
            encoder.finish();
        }
        return file;
    }

    static long steady(int frame, int framesPerSecond) {
        return Math.round(frame * 1e9 / framesPerSecond);
    }

    static ByteBuffer picture(int number) {
        ByteBuffer rgb = ByteBuffer.allocate(SIZE.pixels() * 3);
        for (int y = 0; y < SIZE.height(); y++) {
            for (int x = 0; x < SIZE.width(); x++) {
                if (y < FIELD_SIDE) {
                    byte value = (byte) ((number >> (FIELDS - 1 - x / FIELD_SIDE) & 1) == 1 ? 235 : 20);
                    rgb.put(value).put(value).put(value);
                } else {
                    rgb.put((byte) (x + number)).put((byte) (y * 2)).put((byte) ((x + y) / 4 + number * 3));
                }
            }
        }
        return rgb;
    }

    /** Reads the strip of a frame that has been turned clockwise by the given angle. */
    static int number(VideoFrame frame, int rotationDegrees) {
        ByteBuffer rgb = frame.rgb();
        int number = 0;
        for (int field = 0; field < FIELDS; field++) {
            int x = field * FIELD_SIDE + FIELD_SIDE / 2;
            int y = FIELD_SIDE / 2;
            int shownX = switch (rotationDegrees) {
                case 90 -> SIZE.height() - 1 - y;
                case 180 -> SIZE.width() - 1 - x;
                case 270 -> y;
                default -> x;
            };
            int shownY = switch (rotationDegrees) {
                case 90 -> x;
                case 180 -> SIZE.height() - 1 - y;
                case 270 -> SIZE.width() - 1 - x;
                default -> y;
            };
            int green = rgb.get((shownY * frame.size().width() + shownX) * 3 + 1) & 0xFF;
            number = number << 1 | (green > 128 ? 1 : 0);
        }
        return number;
    }

    static List<VideoChunk> chunks(Path file, IngestConfig config) {
        try (VideoSource source = VideoSource.open(file, SessionId.fromName("clip"), config)) {
            return chunks(source);
        }
    }

    static List<VideoChunk> chunks(VideoSource source) {
        List<VideoChunk> chunks = new ArrayList<>();
        long sequence = 0;
        boolean last = false;
        while (source.hasNext()) {
            Batch<VideoChunk> batch = source.next();
            if (batch.sequence() != sequence++ || last) {
                throw new AssertionError("batch " + batch.sequence() + " is out of sequence");
            }
            last = batch.last();
            chunks.addAll(batch.items());
        }
        if (!last) {
            throw new AssertionError("no batch was marked as the last");
        }
        return chunks;
    }

    static Outcome decode(List<VideoChunk> chunks, IngestConfig config) {
        List<Seen> frames = new ArrayList<>();
        List<Gap> gaps = new ArrayList<>();
        try (ChunkDecoder decoder = new ChunkDecoder(config)) {
            chunks.forEach(chunk -> decoder.accept(chunk, event -> note(chunk, event, frames, gaps)));
        }
        return new Outcome(chunks, frames, gaps);
    }

    /** Each chunk by a decoder of its own. */
    static Outcome decodeEachAlone(List<VideoChunk> chunks, IngestConfig config) {
        List<Seen> frames = new ArrayList<>();
        List<Gap> gaps = new ArrayList<>();
        for (VideoChunk chunk : chunks) {
            try (ChunkDecoder decoder = new ChunkDecoder(config)) {
                decoder.accept(chunk, event -> note(chunk, event, frames, gaps));
            }
        }
        return new Outcome(chunks, frames, gaps);
    }

    static Outcome run(Path file, IngestConfig config) {
        return decode(chunks(file, config), config);
    }

    private static void note(VideoChunk chunk, FrameEvent event, List<Seen> frames, List<Gap> gaps) {
        if (event instanceof Gap gap) {
            gaps.add(gap);
        } else if (event instanceof VideoFrame frame) {
            byte[] pixels = new byte[frame.size().pixels() * 3];
            frame.rgb().get(pixels);
            boolean ours = chunk.session().codedSize().equals(SIZE);
            int number = ours ? number(frame, chunk.session().rotationDegrees()) : -1;
            frames.add(new Seen(frame.frameIndex(), frame.time().nanos(), number, Arrays.hashCode(pixels)));
        }
    }

    /** Runs the ffmpeg program of the same build, for what the encoder of the product does not do. */
    static void ffmpeg(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("-nostdin", "-v", "error", "-y"));
        command.addAll(List.of(arguments));
        Path log = folder.resolve("ffmpeg.log");
        Process process = Ffmpeg.program(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("ffmpeg " + String.join(" ", arguments) + ": " + java.nio.file.Files.readString(log));
        }
    }
}
