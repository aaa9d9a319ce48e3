package org.egoscope.torch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;

/**
 * A folder of weights with a card ({@code name.json}) for each. TorchScript is code, so a file is loaded only if a card lists it and
 * its sha256 is the listed one; the hash is taken when the file is loaded.
 */
public final class ModelDirectory {
    private static final int HASH_BUFFER_BYTES = 1 << 16;

    private final Path folder;
    private final Map<String, ModelCard> cards;
    private final Products products;

    private ModelDirectory(Path folder, Map<String, ModelCard> cards, Products products) {
        this.folder = folder;
        this.cards = cards;
        this.products = products;
    }

    /** The same folder, whose networks multiply in these numbers. */
    public ModelDirectory with(Products products) {
        return new ModelDirectory(folder, cards, products);
    }

    /** In which numbers its networks multiply. */
    public Products products() {
        return products;
    }

    /**
     * Reads every card; no weight file is opened yet.
     *
     * @throws PipelineException with {@link ErrorKind#MODEL} if the folder is missing, a card is damaged or two have the same name
     */
    public static ModelDirectory open(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new PipelineException(ErrorKind.MODEL, "model directory: expected a folder, got " + folder);
        }
        Map<String, ModelCard> cards = new TreeMap<>();
        for (Path path : list(folder, ".json")) {
            ModelCard card = ModelCard.read(path);
            if (cards.put(card.name(), card) != null) {
                throw new PipelineException(ErrorKind.MODEL, "model directory " + folder + ": expected one card named '"
                        + card.name() + "', got two");
            }
        }
        return new ModelDirectory(folder, Collections.unmodifiableMap(cards), Products.AUTO);
    }

    private static List<Path> list(Path folder, String ending) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ending)).sorted().toList();
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.MODEL, "model directory " + folder + ": cannot list, " + e.getMessage(), e);
        }
    }

    public Path folder() {
        return folder;
    }

    /** Names that have a card and a weight file, sorted. */
    public Set<String> names() {
        return cards.values().stream()
                .filter(card -> Files.isRegularFile(folder.resolve(card.file())))
                .map(ModelCard::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Names that have a card but not the weight file that it names: an interrupted copy, mostly. Sorted. */
    public Set<String> namesWithoutFile() {
        Set<String> names = new TreeSet<>(cards.keySet());
        names.removeAll(names());
        return names;
    }

    public Optional<ModelCard> card(String name) {
        return Optional.ofNullable(cards.get(name));
    }

    /** Name to sha256 of every present network, for the lineage of a run; sorted. */
    public Map<String, String> hashes() {
        Map<String, String> hashes = new TreeMap<>();
        names().forEach(name -> hashes.put(name, cards.get(name).sha256()));
        return hashes;
    }

    /** Weight files that no card lists; they are never loaded. Sorted. */
    public List<String> unlistedFiles() {
        Set<String> listed = cards.values().stream().map(ModelCard::file).collect(Collectors.toSet());
        return Stream.of(".pt", ".safetensors", ".pth")
                .flatMap(ending -> list(folder, ending).stream())
                .map(file -> file.getFileName().toString())
                .filter(file -> !listed.contains(file))
                .sorted()
                .toList();
    }

    /** The checked TorchScript network on the CPU; empty if there is no weight file of that name. */
    public Optional<TorchModel> load(String name) {
        return load(name, TorchDevice.CPU);
    }

    /**
     * The checked TorchScript network.
     *
     * @return empty if neither a card nor a weight file of that name is there
     * @throws PipelineException with {@link ErrorKind#MODEL} if a file is there but no card lists it, or its hash is another
     */
    public Optional<TorchModel> load(String name, TorchDevice device) {
        return verifiedFile(name).map(file -> TorchModel.loadTrusted(name, file, device, products));
    }

    /** The weight file of a network after its hash was compared with the card. */
    public Optional<Path> verifiedFile(String name) {
        ModelCard card = cards.get(name);
        if (card == null) {
            refuseUnlisted(name);
            return Optional.empty();
        }
        Path file = folder.resolve(card.file());
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        verify(card, file);
        return Optional.of(file);
    }

    private void refuseUnlisted(String name) {
        for (String file : unlistedFiles()) {
            if (file.startsWith(name + ".")) {
                throw new PipelineException(
                        ErrorKind.MODEL, "model " + folder.resolve(file) + ": expected a card that lists it, got none");
            }
        }
    }

    private static void verify(ModelCard card, Path file) {
        try {
            long bytes = Files.size(file);
            if (card.bytes() >= 0 && card.bytes() != bytes) {
                throw new PipelineException(
                        ErrorKind.MODEL, "model " + file + ": expected " + card.bytes() + " bytes, got " + bytes);
            }
            String sha256 = hash(file);
            if (!sha256.equals(card.sha256())) {
                throw new PipelineException(
                        ErrorKind.MODEL, "model " + file + ": expected sha256 " + card.sha256() + ", got " + sha256);
            }
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.MODEL, "model " + file + ": cannot read, " + e.getMessage(), e);
        }
    }

    /** Of a file's bytes, lower-case hex. */
    public static String sha256(Path file) {
        try {
            return hash(file);
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.MODEL, "model " + file + ": cannot read, " + e.getMessage(), e);
        }
    }

    private static String hash(Path file) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new PipelineException(ErrorKind.INTERNAL, "SHA-256: expected in every JDK, got none", e);
        }
        byte[] buffer = new byte[HASH_BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
