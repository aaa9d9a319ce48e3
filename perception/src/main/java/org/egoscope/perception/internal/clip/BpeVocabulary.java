package org.egoscope.perception.internal.clip;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;

/**
 * Tokens and the order in which pairs merge to longer ones (byte pair encoding, Sennrich et al. 2016), from the file that the user has
 * beside the weights: OpenAI's {@code bpe_simple_vocab_16e6.txt.gz}, or {@code tokenizer.json}, or {@code vocab.json} with
 * {@code merges.txt}.
 *
 * @param ids number of each token; a token that ends a word ends in {@code </w>}
 * @param ranks place in the order by {@code left + ' ' + right}; lower ones merge first
 */
record BpeVocabulary(Map<String, Integer> ids, Map<String, Integer> ranks) {
    static final String START = "<|startoftext|>";
    static final String END = "<|endoftext|>";
    static final String WORD_END = "</w>";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OPENAI = "bpe_simple_vocab_16e6.txt";
    /** OpenAI's file has more lines than their model uses: 49,152 tokens less the 256 bytes and 2 special ones. */
    private static final int OPENAI_MERGES = 49152 - 256 - 2;

    private static final long MAX_BYTES = 64L << 20;

    BpeVocabulary {
        ids = Map.copyOf(ids);
        ranks = Map.copyOf(ranks);
        for (String token : new String[] {START, END}) {
            if (!ids.containsKey(token)) {
                throw broken("a token " + token, "none");
            }
        }
    }

    /**
     * What the folder has.
     *
     * @throws PipelineException with {@link ErrorKind#MODEL} if it has none or a broken one
     */
    static BpeVocabulary open(Path folder) {
        List<Path> files = filesIn(folder);
        try {
            Path first = files.get(0);
            if (files.size() == 2) {
                return new BpeVocabulary(ids(json(first)), ranks(merges(files.get(1))));
            }
            return first.endsWith("tokenizer.json") ? fromTokenizer(json(first)) : fromMerges(merges(first), OPENAI_MERGES);
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.MODEL, "CLIP vocabulary in " + folder + ": cannot read, " + e, e);
        }
    }

    /** Those that are read. */
    static List<Path> filesIn(Path folder) {
        for (List<String> names : List.of(
                List.of(OPENAI + ".gz"), List.of(OPENAI), List.of("tokenizer.json"), List.of("vocab.json", "merges.txt"))) {
            List<Path> files = names.stream().map(folder::resolve).toList();
            if (files.stream().allMatch(Files::exists)) {
                return files;
            }
        }
        throw broken(OPENAI + ".gz, tokenizer.json, or vocab.json with merges.txt in " + folder, "none of these");
    }

    /** Tokens are numbered: 256 bytes, 256 bytes that end a word, then what merges give, then start and end. */
    static BpeVocabulary fromMerges(List<String> merges, int most) {
        Map<String, Integer> ids = new HashMap<>();
        for (String end : new String[] {"", WORD_END}) {
            for (int rank = 0; rank < 256; rank++) {
                ids.put(ByteAlphabet.letter(rank) + end, ids.size());
            }
        }
        List<String> used = merges.subList(0, Math.min(most, merges.size()));
        for (int i = 0; i < used.size(); i++) {
            ids.put(used.get(i).replace(" ", ""), 512 + i);
        }
        ids.put(START, 512 + used.size());
        ids.put(END, 513 + used.size());
        return new BpeVocabulary(ids, ranks(used));
    }

    private static Map<String, Integer> ranks(List<String> merges) {
        Map<String, Integer> ranks = new HashMap<>();
        for (String merge : merges) {
            ranks.put(merge, ranks.size());
        }
        return ranks;
    }

    /** Lines of two tokens; a first line that starts with {@code "bpe_simple_vocab} or {@code #version} is a title. */
    private static List<String> merges(Path file) throws IOException {
        List<String> merges = new ArrayList<>();
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            long read = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                read += line.length();
                if (read > MAX_BYTES) {
                    throw broken("at most " + MAX_BYTES + " letters in " + file, "more");
                }
                boolean title = merges.isEmpty() && (line.startsWith("\"bpe_simple_vocab") || line.startsWith("#version"));
                if (!title && !line.isEmpty()) {
                    merges.add(pair(line));
                }
            }
        }
        return merges;
    }

    private static String pair(String line) {
        int space = line.indexOf(' ');
        if (space <= 0 || space == line.length() - 1 || line.indexOf(' ', space + 1) >= 0) {
            throw broken("two tokens on a line", "'" + line.substring(0, Math.min(80, line.length())) + "'");
        }
        return line;
    }

    private static JsonNode json(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw broken(file + " of at most " + MAX_BYTES + " bytes", Files.size(file) + " bytes");
        }
        return JSON.readTree(file.toFile());
    }

    private static BpeVocabulary fromTokenizer(JsonNode root) {
        JsonNode model = root.path("model");
        if (!model.path("merges").isArray()) {
            throw broken("model.merges in tokenizer.json", "none");
        }
        List<String> merges = new ArrayList<>();
        for (JsonNode merge : model.path("merges")) {
            merges.add(pair(merge.isArray() ? merge.path(0).asText() + " " + merge.path(1).asText() : merge.asText()));
        }
        Map<String, Integer> ids = ids(model.path("vocab"));
        for (JsonNode added : root.path("added_tokens")) {
            ids.putIfAbsent(added.path("content").asText(), added.path("id").asInt());
        }
        return new BpeVocabulary(ids, ranks(merges));
    }

    private static Map<String, Integer> ids(JsonNode vocabulary) {
        if (!vocabulary.isObject()) {
            throw broken("tokens with their numbers", "something else");
        }
        Map<String, Integer> ids = new HashMap<>();
        vocabulary.properties().forEach(entry -> {
            if (!entry.getValue().isInt() || entry.getValue().asInt() < 0) {
                throw broken("a number for each token", entry.getKey() + ": " + entry.getValue());
            }
            ids.put(entry.getKey(), entry.getValue().asInt());
        });
        return ids;
    }

    private static PipelineException broken(String expected, String got) {
        return new PipelineException(ErrorKind.MODEL, "CLIP vocabulary: expected " + expected + ", got " + got);
    }
}
