package org.egoscope.storage.internal.dataset;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.video.SessionId;
import org.egoscope.storage.ManifestEntry;
import org.egoscope.storage.internal.schema.Table;

/**
 * What readers see of a dataset: {@code manifest.json}, which says that this is one, and {@code manifest/<session>.json} for each
 * session, replaced as a whole. One small file a session keeps the cost of a publication independent of how many sessions there are.
 */
public final class Manifests {
    static final String ROOT_FILE = "manifest.json";
    static final String DIRECTORY = "manifest";
    private static final String FORMAT = "egoscope-dataset";
    private static final Comparator<ManifestEntry> PATH_ORDER = Comparator.comparing(
                    (ManifestEntry entry) -> TopicKind.of(entry.origin().topic()))
            .thenComparingLong(ManifestEntry::firstSequence);
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** File locks exclude processes, not threads of one process. */
    private static final Map<Path, ReentrantLock> THREAD_LOCKS = new ConcurrentHashMap<>();

    private final Path root;

    public Manifests(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    private record Marker(String format, int version) {}

    private record SessionManifest(String session, String planHash, List<Entry> entries) {}

    /** {@link ManifestEntry} without what the session's manifest says once. */
    private record Entry(
            ManifestEntry.Origin origin, long firstSequence, long lastSequence, boolean last, List<ManifestEntry.DataFile> files) {}

    /** Changes a session's entries while no other writer does. */
    @FunctionalInterface
    interface Change {
        List<ManifestEntry> apply(List<ManifestEntry> entries);
    }

    /** Writes the marker if this is a new dataset. */
    void create() throws IOException {
        Files.createDirectories(root.resolve(DIRECTORY));
        if (!Files.exists(root.resolve(ROOT_FILE))) {
            replace(root.resolve(ROOT_FILE), new Marker(FORMAT, Table.VERSION));
        }
    }

    /** True if the folder is a dataset, of whatever version. */
    public boolean exists() {
        return Files.isRegularFile(root.resolve(ROOT_FILE));
    }

    /** @throws PipelineException with BAD_INPUT if the folder is not a dataset of this version */
    public void require() {
        Marker marker = read(root.resolve(ROOT_FILE), Marker.class)
                .orElseThrow(() -> PipelineException.badInput("dataset: expected " + root.resolve(ROOT_FILE) + ", got no such file"));
        if (!FORMAT.equals(marker.format) || marker.version != Table.VERSION) {
            throw PipelineException.badInput(
                    "dataset " + root + ": expected " + FORMAT + " version " + Table.VERSION + ", got " + marker);
        }
    }

    /** All entries: by session, then along the data path, then by sequence. */
    public List<ManifestEntry> entries() {
        List<Path> files;
        try (Stream<Path> listed = Files.list(root.resolve(DIRECTORY))) {
            files = listed.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.BAD_INPUT, "dataset: expected a readable folder, got " + e, e);
        }
        List<ManifestEntry> entries = new ArrayList<>();
        for (Path file : files) {
            read(file, SessionManifest.class).ifPresent(manifest -> entries.addAll(entriesOf(manifest)));
        }
        return entries;
    }

    private static List<ManifestEntry> entriesOf(SessionManifest manifest) {
        SessionId session = new SessionId(manifest.session);
        return manifest.entries.stream()
                .map(e -> new ManifestEntry(
                        e.origin, session, manifest.planHash, e.firstSequence, e.lastSequence, e.last, e.files))
                .sorted(PATH_ORDER)
                .toList();
    }

    /** Replaces a session's entries of a plan; entries of another plan are gone with that. */
    void change(SessionId session, String planHash, Change change) throws IOException {
        ReentrantLock threads = THREAD_LOCKS.computeIfAbsent(root, path -> new ReentrantLock());
        threads.lock();
        try (FileChannel lockFile = FileChannel.open(
                        root.resolve(DIRECTORY).resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = lockFile.lock()) {
            Path file = root.resolve(DIRECTORY).resolve(session.value() + ".json");
            List<ManifestEntry> current = read(file, SessionManifest.class)
                    .filter(found -> found.planHash.equals(planHash))
                    .map(Manifests::entriesOf)
                    .orElse(List.of());
            List<ManifestEntry> changed = change.apply(current);
            if (!changed.equals(current) && lock.isValid()) {
                List<Entry> entries = changed.stream()
                        .sorted(PATH_ORDER)
                        .map(e -> new Entry(e.origin(), e.firstSequence(), e.lastSequence(), e.last(), e.files()))
                        .toList();
                replace(file, new SessionManifest(session.value(), planHash, entries));
            }
        } finally {
            threads.unlock();
        }
    }

    private static void replace(Path file, Object content) throws IOException {
        Path temporary = ArrowFiles.temporaryBeside(file);
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(content));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        ArrowFiles.publish(temporary, file);
    }

    private static <T> Optional<T> read(Path file, Class<T> type) {
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(file), type));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.BAD_INPUT, "manifest " + file + ": expected readable JSON, got " + e, e);
        }
    }
}
