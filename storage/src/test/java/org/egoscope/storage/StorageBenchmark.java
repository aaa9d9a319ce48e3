package org.egoscope.storage;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.egoscope.core.Batch;
import org.egoscope.core.Codec;
import org.egoscope.core.geometry.Camera;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.geometry.PinholeCamera;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.graph.GraphEdge;
import org.egoscope.core.graph.GraphEvent;
import org.egoscope.core.observation.Embedding;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.observation.HandSide;
import org.egoscope.core.observation.HeadPose;
import org.egoscope.core.observation.Instance;
import org.egoscope.core.observation.Mask;
import org.egoscope.core.observation.Observation;
import org.egoscope.core.observation.ObservationEvent;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.SessionId;

/** Prints the speed of codecs, files and queries. Arguments: number of edges (1000000), folder (a temporary one). */
public final class StorageBenchmark {
    private static final int FRAMES = 64;
    private static final int INSTANCES = 20;
    private static final SessionId SESSION = new SessionId("bench");
    private static final String[] LABELS = {"knife", "cucumber", "board", "cup", "pan", "spoon", "bowl", "tap", "bottle", "cloth"};
    private static final String[] PREDICATES = {"holds", "on", "near", "touches", "left_of"};

    private final Random random = new Random(1);
    private final PrintStream out = System.out;

    private StorageBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        int edges = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        Path folder = arguments.length > 1 ? Path.of(arguments[1]) : Files.createTempDirectory("egoscope-bench");
        StorageBenchmark benchmark = new StorageBenchmark();
        benchmark.codecs();
        benchmark.observationFiles(folder.resolve("observations"));
        benchmark.queries(folder.resolve("edges"), edges);
    }

    /** Blobs with 200 to 400 runs, 480 x 270: what a segmenter gives per object. */
    private Mask mask() {
        ImageSize size = new ImageSize(480, 270);
        byte[] bitmap = new byte[size.pixels()];
        int left = random.nextInt(300);
        int width = 100 + random.nextInt(80);
        for (int x = left; x < left + width; x++) {
            int top = 20 + random.nextInt(60);
            int bottom = top + 20 + random.nextInt(120);
            for (int y = top; y < bottom; y++) {
                bitmap[y * size.width() + x] = 1;
            }
        }
        return Mask.ofBitmap(size, bitmap);
    }

    private Observation observation(long frame, Camera camera) {
        List<Instance> instances = new ArrayList<>();
        for (int i = 0; i < INSTANCES; i++) {
            Mask mask = mask();
            instances.add(new Instance(i + 1, LABELS[i % 10], 0.5f, mask, mask.boundingBox(), 0.9f, 0.9f, "bench", "", Embedding.NONE));
        }
        List<Hand> hands = new ArrayList<>();
        for (HandSide side : HandSide.values()) {
            float[] image = new float[42];
            float[] space = new float[63];
            for (int i = 0; i < 63; i++) {
                space[i] = random.nextFloat();
                image[i % 42] = random.nextFloat() * 400;
            }
            hands.add(new Hand(side.ordinal() + 1, side, 0.9f, true, new HandKeypoints(image, space), 0.9f, "bench", true, Optional.empty()));
        }
        TimeRange span = TimeRange.ofNanos(frame * 33_333_333, (frame + 1) * 33_333_333);
        HeadPose pose = new HeadPose(RigidTransform.IDENTITY, 1, HeadPose.Source.SIDECAR, true);
        return new Observation(SESSION, frame, span, camera, pose, instances, hands, List.of(), List.of());
    }

    private Batch<ObservationEvent> batch(long sequence, boolean last) {
        Camera camera = new Camera(PinholeCamera.fromHorizontalFieldOfView(new ImageSize(480, 270), 1.2), RigidTransform.IDENTITY, true);
        List<ObservationEvent> frames = new ArrayList<>();
        for (int f = 0; f < FRAMES; f++) {
            frames.add(observation(sequence * FRAMES + f, camera));
        }
        return new Batch<>(SESSION, sequence, TimeRange.ofNanos(0, 1), last, frames);
    }

    private void codecs() {
        Batch<ObservationEvent> batch = batch(0, false);
        for (boolean compress : new boolean[] {false, true}) {
            Codec<ObservationEvent> codec = Codecs.observations(compress);
            byte[] bytes = codec.encode(batch);
            double encode = medianMillis(40, () -> codec.encode(batch));
            double decode = medianMillis(40, () -> codec.decode(bytes));
            out.printf(
                    "observations, %d frames x %d masks, zstd %-5b %8d bytes, encode %.2f ms, decode %.2f ms, %.0f and %.0f frames/s%n",
                    FRAMES, INSTANCES, compress, bytes.length, encode, decode, FRAMES * 1000 / encode, FRAMES * 1000 / decode);
        }
    }

    private void observationFiles(Path folder) {
        List<Batch<ObservationEvent>> batches = new ArrayList<>();
        for (int sequence = 0; sequence < 32; sequence++) {
            batches.add(batch(sequence, sequence == 31));
        }
        long start = System.nanoTime();
        long bytes = 0;
        try (DatasetWriter writer = DatasetWriter.open(folder, "bench", 32)) {
            for (Batch<ObservationEvent> batch : batches) {
                List<ManifestEntry> durable = writer.append("ego.observations", 0, batch.sequence(), batch);
                writer.publish(durable);
                bytes += durable.stream().flatMap(e -> e.files().stream()).mapToLong(ManifestEntry.DataFile::bytes).sum();
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        out.printf("files: %d frames in %.2f s, %.0f frames/s, %d bytes%n", 32 * FRAMES, seconds, 32 * FRAMES / seconds, bytes);
    }

    private GraphEvent edge(long id) {
        long start = random.nextInt(3_600_000) * 1_000_000L;
        TimeRange span = TimeRange.ofNanos(start, start + (1 + random.nextInt(5000)) * 1_000_000L);
        int subject = random.nextInt(10);
        int object = random.nextInt(10);
        return new GraphEdge(
                id, PREDICATES[random.nextInt(5)], new GraphEdge.Endpoint(subject, subject, subject == 0 ? "wearer" : LABELS[subject]),
                new GraphEdge.Endpoint(object, object, LABELS[object]), span, 0, 1, 0.9f, 0.8f);
    }

    private void queries(Path folder, int edges) {
        int sessions = 100;
        long start = System.nanoTime();
        try (DatasetWriter writer = DatasetWriter.open(folder, "bench", 32)) {
            for (int s = 0; s < sessions; s++) {
                List<GraphEvent> events = new ArrayList<>();
                for (int i = 0; i < edges / sessions; i++) {
                    events.add(edge(i));
                }
                SessionId session = new SessionId("bench-" + s);
                writer.publish(writer.append("ego.graph", 0, s, new Batch<>(session, 0, TimeRange.ofNanos(0, 1), true, events)));
            }
        }
        out.printf("%d edges in %d files written in %.2f s%n", edges, sessions, (System.nanoTime() - start) / 1e9);
        start = System.nanoTime();
        try (SceneQuery query = SceneQuery.open(Dataset.open(folder))) {
            out.printf("engine open %.0f ms%n", (System.nanoTime() - start) / 1e6);
            time(query, "first count, loads the table", 1, "SELECT count(*) FROM edges");
            time(query, "count by predicate and label", 9, "SELECT predicate, object_label, count(*) FROM edges GROUP BY ALL");
            time(
                    query,
                    "wearer holds knife while cucumber is on board",
                    9,
                    """
                    SELECT h.session, intersect_start(h.t0_ns, o.t0_ns) AS t0, intersect_end(h.t1_ns, o.t1_ns) AS t1
                    FROM edges h JOIN edges o ON h.session = o.session AND overlaps(h.t0_ns, h.t1_ns, o.t0_ns, o.t1_ns)
                    WHERE h.subject_label = 'wearer' AND h.predicate = 'holds' AND h.object_label = 'knife'
                        AND o.subject_label = 'cucumber' AND o.predicate = 'on' AND o.object_label = 'board'""");
        }
    }

    private void time(SceneQuery query, String name, int times, String sql) {
        long[] rows = new long[1];
        double median = medianMillis(times, () -> {
            try (QueryResult result = query.run(sql)) {
                rows[0] = result.toList().size();
            }
        });
        out.printf("query, %s: %.1f ms, %d rows%n", name, median, rows[0]);
    }

    /** Median after as many runs to warm up, except for a single run. */
    private static double medianMillis(int times, Runnable work) {
        for (int i = 0; times > 1 && i < times; i++) {
            work.run();
        }
        double[] millis = new double[times];
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            work.run();
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        return millis[times / 2];
    }
}
