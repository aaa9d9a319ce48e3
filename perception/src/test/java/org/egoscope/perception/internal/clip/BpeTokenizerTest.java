package org.egoscope.perception.internal.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BpeTokenizerTest {
    /** Numbered 512 to 519 by their place; start is 520, end 521. */
    private static final List<String> MERGES =
            List.of("l o", "w e", "lo w</w>", "o w", "e r</w>", "lo we", "n e", "r s</w>");

    private static final int START = 520;
    private static final int END = 521;

    @TempDir
    private Path folder;

    private static BpeTokenizer tokenizer() {
        return new BpeTokenizer(BpeVocabulary.fromMerges(MERGES, 100), 12);
    }

    @Test
    void mergePairsInTheOrderOfTheVocabulary() {
        // l o w</w> -> lo w</w> -> low</w>.
        assertThat(tokenizer().merged("low")).containsExactly("low</w>");
        // l o w e r</w>: "l o" first, then "w e" before "e r</w>", then "lo we".
        assertThat(tokenizer().merged("lower")).containsExactly("lowe", "r</w>");
        // n e w e r</w>: "w e" comes before "n e"; no pair of ne, we, r</w> is in the order.
        assertThat(tokenizer().merged("newer")).containsExactly("ne", "we", "r</w>");
        // Both of a pair that stands twice merge at once; o l stays apart.
        assertThat(tokenizer().merged("lolo")).containsExactly("lo", "l", "o</w>");
        assertThat(tokenizer().merged("x")).containsExactly("x</w>");
    }

    @Test
    void numberTokensByTheirPlace() {
        // Letters: '!' is 0, so 'l' (0x6c) is 75 and 'x</w>' is 256 + 87.
        assertThat(tokenizer().tokens("low lower x")).containsExactly(START, 514, 517, 256 + 81, 256 + 87, END);
        assertThat(tokenizer().tokens("l")).containsExactly(START, 256 + 75, END);
        assertThat(tokenizer().tokens("")).containsExactly(START, END);
    }

    @Test
    void cutTextsIntoWordsNumeralsAndSigns() {
        int[] apart = tokenizer().tokens("l 1 2 's !?");
        assertThat(tokenizer().tokens("  L12's\t!? ")).containsExactly(apart);
        // Numerals one by one: '1' is 16, '2' is 17, each the end of its piece.
        assertThat(apart).startsWith(START, 256 + 75, 256 + 16, 256 + 17);
    }

    @Test
    void readOtherLettersAsTheirBytes() {
        // e with acute, composed or not, is C3 A9: both stand for themselves in the alphabet.
        assertThat(tokenizer().merged("\u00e9")).containsExactly("\u00c3", "\u00a9</w>");
        assertThat(tokenizer().tokens("e\u0301")).containsExactly(tokenizer().tokens("\u00c9"));
        // A kanji's third byte is below A1 and so has a letter from U+0100 on.
        assertThat(tokenizer().merged("\u5200")).containsExactly("\u00e5", "\u012a", "\u0122</w>");
    }

    /** As in GPT-2's vocabulary: blank, line feed and soft hyphen. */
    @Test
    void giveEveryByteALetter() {
        assertThat(ByteAlphabet.of((byte) ' ')).isEqualTo('\u0120');
        assertThat(ByteAlphabet.of((byte) '\n')).isEqualTo('\u010a');
        assertThat(ByteAlphabet.of((byte) 0xad)).isEqualTo('\u0143');
        assertThat(ByteAlphabet.of((byte) '~')).isEqualTo('~');
        assertThat(ByteAlphabet.of((byte) 0xff)).isEqualTo('\u00ff');
        StringBuilder letters = new StringBuilder();
        for (int rank = 0; rank < 256; rank++) {
            letters.append(ByteAlphabet.letter(rank));
        }
        assertThat(letters.chars().distinct().count()).isEqualTo(256);
        assertThat(letters.toString()).startsWith("!\"#").contains("~\u00a1").contains("\u00ac\u00ae").contains("\u00ff\u0100").endsWith("\u0143");
    }

    @Test
    void refuseTextsThatAreTooLong() {
        assertThat(tokenizer().tokens("a b c d e f g h i j")).hasSize(12);
        assertThatThrownBy(() -> tokenizer().tokens("a b c d e f g h i j k"))
                .isInstanceOfSatisfying(PipelineException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.BAD_CONFIG))
                .hasMessageContaining("expected at most 10 tokens, got 11");
    }

    @Test
    void readTheSameFromAllFilesThatUsersHave() throws IOException {
        String lines = String.join("\n", MERGES) + "\n";
        Path gzip = Files.createDirectory(folder.resolve("gzip"));
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gzip.resolve("bpe_simple_vocab_16e6.txt.gz")))) {
            out.write(("\"bpe_simple_vocab_16e6.txt#version: 0.2\n" + lines).getBytes(StandardCharsets.UTF_8));
        }
        BpeVocabulary first = BpeVocabulary.open(gzip);
        assertThat(first).isEqualTo(BpeVocabulary.fromMerges(MERGES, 100));

        StringBuilder vocabulary = new StringBuilder("{");
        first.ids().forEach((token, id) -> vocabulary.append(vocabulary.length() > 1 ? "," : "")
                .append('"').append(token.replace("\\", "\\\\").replace("\"", "\\\"")).append("\":").append(id));
        vocabulary.append('}');
        Path pair = Files.createDirectory(folder.resolve("pair"));
        Files.writeString(pair.resolve("vocab.json"), vocabulary);
        Files.writeString(pair.resolve("merges.txt"), "#version: 0.2\n" + lines);
        assertThat(BpeVocabulary.open(pair)).isEqualTo(first);

        for (String form : new String[] {"\"%s %s\"", "[\"%s\",\"%s\"]"}) {
            String merges = String.join(",", MERGES.stream().map(line -> form.formatted((Object[]) line.split(" "))).toList());
            Path whole = Files.createDirectory(folder.resolve("whole" + form.length()));
            Files.writeString(whole.resolve("tokenizer.json"), "{\"model\":{\"vocab\":" + vocabulary + ",\"merges\":[" + merges + "]}}");
            assertThat(BpeVocabulary.open(whole)).isEqualTo(first);
        }
    }

    @Test
    void refuseFoldersWithoutAVocabularyAndBrokenOnes() throws IOException {
        assertThatThrownBy(() -> BpeVocabulary.open(folder)).hasMessageContaining("bpe_simple_vocab_16e6.txt.gz").hasMessageContaining("none");
        Files.writeString(folder.resolve("vocab.json"), "{\"a\": 1}");
        Files.writeString(folder.resolve("merges.txt"), "a b\n");
        assertThatThrownBy(() -> BpeVocabulary.open(folder)).hasMessageContaining("a token <|startoftext|>");
        Files.writeString(folder.resolve("merges.txt"), "a b c\n");
        assertThatThrownBy(() -> BpeVocabulary.open(folder)).hasMessageContaining("two tokens on a line, got 'a b c'");
        Files.writeString(folder.resolve("vocab.json"), "{\"a\": \"1\"}");
        Files.writeString(folder.resolve("merges.txt"), "a b\n");
        assertThatThrownBy(() -> BpeVocabulary.open(folder)).hasMessageContaining("a number for each token");
    }
}
