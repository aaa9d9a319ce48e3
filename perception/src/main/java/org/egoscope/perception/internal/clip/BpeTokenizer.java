package org.egoscope.perception.internal.clip;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.egoscope.core.PipelineException;

/**
 * Turns text into CLIP's tokens: composed (NFC), lower case, white space as one blank, cut into words, numerals and signs, each of which
 * is merged pair by pair. OpenAI's code also repairs wrongly decoded text and HTML entities, which labels do not have.
 */
final class BpeTokenizer {
    private static final Pattern PIECES = Pattern.compile(
            "'s|'t|'re|'ve|'m|'ll|'d|\\p{L}+|\\p{N}|[^\\s\\p{L}\\p{N}]+", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CHARACTER_CLASS);

    private final BpeVocabulary vocabulary;
    private final int context;

    /** @param context most tokens, with those of start and end */
    BpeTokenizer(BpeVocabulary vocabulary, int context) {
        this.vocabulary = vocabulary;
        this.context = context;
    }

    /**
     * From the token of the start to that of the end.
     *
     * @throws PipelineException with kind BAD_CONFIG if the text is too long
     */
    int[] tokens(String text) {
        List<Integer> tokens = new ArrayList<>();
        tokens.add(id(BpeVocabulary.START));
        String clean = Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT).strip();
        Matcher pieces = PIECES.matcher(clean);
        while (pieces.find()) {
            for (String token : merged(pieces.group())) {
                tokens.add(id(token));
            }
        }
        tokens.add(id(BpeVocabulary.END));
        if (tokens.size() > context) {
            throw PipelineException.badConfig(
                    "text '" + text + "': expected at most " + (context - 2) + " tokens, got " + (tokens.size() - 2));
        }
        return tokens.stream().mapToInt(Integer::intValue).toArray();
    }

    private int id(String token) {
        Integer id = vocabulary.ids().get(token);
        if (id == null) {
            throw PipelineException.badConfig("token '" + token + "': expected one of the vocabulary, got another");
        }
        return id;
    }

    /** Of all neighbours, the pair that comes first in the order merges wherever it stands; until no pair is in the order. */
    List<String> merged(String piece) {
        List<String> parts = new ArrayList<>();
        byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            parts.add(ByteAlphabet.of(bytes[i]) + (i == bytes.length - 1 ? BpeVocabulary.WORD_END : ""));
        }
        while (parts.size() > 1) {
            int best = bestPair(parts);
            if (best < 0) {
                break;
            }
            merge(parts, parts.get(best), parts.get(best + 1));
        }
        return parts;
    }

    private int bestPair(List<String> parts) {
        int best = -1;
        int bestRank = Integer.MAX_VALUE;
        for (int i = 0; i + 1 < parts.size(); i++) {
            int rank = vocabulary.ranks().getOrDefault(parts.get(i) + " " + parts.get(i + 1), Integer.MAX_VALUE);
            if (rank < bestRank) {
                best = i;
                bestRank = rank;
            }
        }
        return best;
    }

    private static void merge(List<String> parts, String left, String right) {
        for (int i = 0; i + 1 < parts.size(); i++) {
            if (parts.get(i).equals(left) && parts.get(i + 1).equals(right)) {
                parts.set(i, left + right);
                parts.remove(i + 1);
            }
        }
    }
}
