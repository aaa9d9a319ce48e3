package org.egoscope.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.egoscope.core.PipelineException;
import org.egoscope.storage.internal.dataset.DatasetFiles;
import org.egoscope.storage.internal.dataset.TableDigest;

/**
 * Whether two datasets say the same. Tables are compared value by value in every bit, rows by session and sequence, whatever files they
 * lie in. {@code runs.started_at} is left out: it is the one value that differs between runs of the same plan.
 */
public final class DatasetDigest {
    private DatasetDigest() {}

    /** Table to lower-case hex sha256 of its rows. */
    public static Map<String, String> of(Dataset dataset) {
        Map<String, String> digests = new LinkedHashMap<>();
        for (String table : Dataset.tables()) {
            digests.put(table, TableDigest.of(table, dataset.files(table)));
        }
        return digests;
    }

    /** What differs, in words: table, first row that is not the same, both values. Empty if all tables are equal. */
    public static List<String> compare(Dataset a, Dataset b) {
        Map<String, String> ofB = of(b);
        List<String> differences = new ArrayList<>();
        of(a).forEach((table, digest) -> {
            if (!digest.equals(ofB.get(table))) {
                differences.add(difference(table, a, b));
            }
        });
        return differences;
    }

    private static String difference(String table, Dataset a, Dataset b) {
        try (RowCursor rowsA = a.rows(table);
                RowCursor rowsB = b.rows(table)) {
            long row = 0;
            while (rowsA.hasNext() && rowsB.hasNext()) {
                Row ofA = rowsA.next();
                Row ofB = rowsB.next();
                for (String column : ofA.columns()) {
                    boolean volatileColumn = TableDigest.isVolatile(table, column);
                    if (!volatileColumn && !String.valueOf(ofA.get(column)).equals(String.valueOf(ofB.get(column)))) {
                        return table + " row " + row + " " + column + ": " + ofA.get(column) + " and " + ofB.get(column);
                    }
                }
                row++;
            }
            return table + ": " + a.rowCount(table) + " and " + b.rowCount(table) + " rows";
        }
    }

    /**
     * What differs between the files themselves, by name and byte; the table {@code runs} is left out. Equal for the same input and plan
     * in every transport, before compaction.
     */
    public static List<String> compareFiles(Dataset a, Dataset b) {
        Map<String, String> filesA = filesOf(a);
        Map<String, String> filesB = filesOf(b);
        TreeSet<String> names = new TreeSet<>(filesA.keySet());
        names.addAll(filesB.keySet());
        List<String> differences = new ArrayList<>();
        for (String name : names) {
            String ofA = filesA.getOrDefault(name, "no file");
            String ofB = filesB.getOrDefault(name, "no file");
            if (!ofA.equals(ofB)) {
                differences.add(name + ": " + ofA + " and " + ofB);
            }
        }
        return differences;
    }

    private static Map<String, String> filesOf(Dataset dataset) {
        Map<String, String> files = new TreeMap<>();
        for (ManifestEntry entry : dataset.entries()) {
            for (ManifestEntry.DataFile file : entry.files()) {
                if (!file.table().equals("runs")) {
                    files.put(file.path(), sha256(dataset, file));
                }
            }
        }
        return files;
    }

    /** Of the bytes as they are now, not as the manifest says. */
    private static String sha256(Dataset dataset, ManifestEntry.DataFile file) {
        try {
            return DatasetFiles.sha256(dataset.root().resolve(file.path()));
        } catch (IOException e) {
            throw PipelineException.badInput(file.path() + ": expected a readable file, got " + e);
        }
    }
}
