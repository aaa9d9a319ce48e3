package org.egoscope.app.report;

/**
 * COCO's compressed run lengths: five bits a character from {@code '0'}, bit 0x20 says that more follow, bit 0x10 of the last is the
 * sign; from the third run on the difference to the run two before is stored (cocoapi, rleToString).
 */
final class CocoRuns {
    private CocoRuns() {}

    static String encode(int[] runs) {
        StringBuilder text = new StringBuilder(runs.length * 2);
        for (int i = 0; i < runs.length; i++) {
            int value = i > 2 ? runs[i] - runs[i - 2] : runs[i];
            boolean more = true;
            while (more) {
                int bits = value & 0x1f;
                value >>= 5;
                more = (bits & 0x10) != 0 ? value != -1 : value != 0;
                text.append((char) ((more ? bits | 0x20 : bits) + 48));
            }
        }
        return text.toString();
    }
}
