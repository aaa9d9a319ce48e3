package org.egoscope.motion.internal.format;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.jspecify.annotations.Nullable;

/**
 * A ZIP archive of NumPy arrays, read one array at a time.
 *
 * <p>An archive cannot make us allocate more than {@link NpyFile#MOST_BYTES} per array, nor more than deflate can hold in the bytes that
 * are really there.
 */
public final class NpzFile implements Closeable {
    /** A deflate stream expands at most 1032 times (RFC 1951: 258 bytes from 2 bits). */
    private static final long MOST_EXPANSION = 1032;

    private static final int MOST_ENTRIES = 1000;
    private static final String SUFFIX = ".npy";

    private final ZipFile zip;
    private final long fileBytes;
    private final TreeMap<String, ZipEntry> entries = new TreeMap<>();

    private NpzFile(ZipFile zip, long fileBytes) {
        this.zip = zip;
        this.fileBytes = fileBytes;
    }

    /** Reads the directory of the archive, no array. */
    public static NpzFile open(Path file) {
        try {
            NpzFile npz = new NpzFile(new ZipFile(file.toFile()), Files.size(file));
            try {
                npz.list();
            } catch (RuntimeException e) {
                npz.close();
                throw e;
            }
            return npz;
        } catch (ZipException e) {
            throw new PipelineException(
                    ErrorKind.BAD_INPUT, "archive: expected a complete ZIP file, got: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void list() {
        if (zip.size() > MOST_ENTRIES) {
            throw PipelineException.badInput("archive: expected at most " + MOST_ENTRIES + " arrays, got " + zip.size());
        }
        zip.stream().forEach(entry -> {
            String name = entry.getName();
            if (name.endsWith(SUFFIX) && entries.put(name.substring(0, name.length() - SUFFIX.length()), entry) != null) {
                throw PipelineException.badInput("archive: expected each array once, got two of " + Text.shortened(name));
            }
        });
    }

    /** Names of the arrays, sorted. */
    public Set<String> names() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    public boolean has(String name) {
        return entries.containsKey(name);
    }

    /** Refuses a missing array with the names of those present. */
    public NpyArray read(String name) {
        NpyArray array = readIfPresent(name);
        if (array == null) {
            throw PipelineException.badInput("archive: expected array " + name + ", got " + Text.shortened(entries.keySet().toString()));
        }
        return array;
    }

    public @Nullable NpyArray readIfPresent(String name) {
        ZipEntry entry = entries.get(name);
        if (entry == null) {
            return null;
        }
        checkSize(name, entry);
        // ZipFile itself does not compare checksums.
        try (CheckedInputStream in = new CheckedInputStream(zip.getInputStream(entry), new CRC32())) {
            NpyArray array = NpyFile.read(in, name, entry.getSize());
            if (in.getChecksum().getValue() != entry.getCrc()) {
                throw PipelineException.badInput("array " + name + ": expected the checksum of its ZIP entry, got another");
            }
            return array;
        } catch (ZipException | EOFException e) {
            throw PipelineException.badInput("array " + name + ": expected a sound ZIP entry, got: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sizes in a ZIP directory are claims: this bounds them by what is there. */
    private void checkSize(String name, ZipEntry entry) {
        long packed = entry.getCompressedSize();
        long size = entry.getSize();
        if (packed < 0 || packed > fileBytes || size < 0 || size > MOST_EXPANSION * (packed + 1)) {
            throw PipelineException.badInput("array " + name + ": expected a size that " + fileBytes + " bytes can hold, got " + packed
                    + " packed, " + size + " unpacked");
        }
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
