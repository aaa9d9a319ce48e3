package org.egoscope.perception.internal.clip;

/**
 * A printable letter for each byte, so that texts of bytes can be tokens (GPT-2's alphabet): the printable Latin-1 characters stand for
 * themselves and come first, the other bytes are the letters from U+0100 on, in their order.
 */
final class ByteAlphabet {
    private static final char[] LETTER_OF_BYTE = new char[256];
    private static final char[] LETTERS = new char[256];

    static {
        int count = 0;
        for (int b = 0; b < 256; b++) {
            if (printable(b)) {
                LETTER_OF_BYTE[b] = (char) b;
                LETTERS[count++] = (char) b;
            }
        }
        int beyond = 0;
        for (int b = 0; b < 256; b++) {
            if (!printable(b)) {
                LETTER_OF_BYTE[b] = (char) (256 + beyond++);
                LETTERS[count++] = LETTER_OF_BYTE[b];
            }
        }
    }

    private ByteAlphabet() {}

    private static boolean printable(int b) {
        return b >= '!' && b <= '~' || b >= 0xa1 && b <= 0xac || b >= 0xae;
    }

    static char of(byte value) {
        return LETTER_OF_BYTE[value & 0xff];
    }

    /** By place in the vocabulary. */
    static char letter(int rank) {
        return LETTERS[rank];
    }
}
