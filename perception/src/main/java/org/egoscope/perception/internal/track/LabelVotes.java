package org.egoscope.perception.internal.track;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.egoscope.core.observation.Instance;
import org.egoscope.perception.internal.segment.CocoClasses;

/** Evidence for what a track is, gathered over its life; old evidence fades. */
final class LabelVotes {
    /** Index after the COCO classes. */
    static final int OWN_ARM = CocoClasses.count();

    /** Per key frame: half is forgotten in about 5 s at 5 key frames a second. */
    private static final float FADE = 0.973f;

    /** Summed scores below which there is no label: one clear detection or two weak ones. */
    private static final float LEAST_EVIDENCE = 0.45f;

    /** So that what was seen for minutes can still be corrected. */
    private static final float MOST_EVIDENCE = 12;

    private final float[] votes = new float[OWN_ARM + 1];

    void add(int classIndex, float score) {
        votes[classIndex] = Math.min(MOST_EVIDENCE, votes[classIndex] + score);
    }

    void addAll(LabelVotes others) {
        for (int c = 0; c < votes.length; c++) {
            add(c, others.votes[c]);
        }
    }

    /** Takes away a third of the evidence for a class. */
    void doubt(int classIndex) {
        votes[classIndex] = votes[classIndex] * 2 / 3;
    }

    void fade() {
        for (int c = 0; c < votes.length; c++) {
            votes[c] = votes[c] * FADE;
        }
    }

    /** Class with the most evidence, -1 if there is too little. The wearer's own arm is never a person. */
    int best() {
        int best = 0;
        for (int c = 1; c < votes.length; c++) {
            best = votes[c] > votes[best] ? c : best;
        }
        if (best == CocoClasses.PERSON && votes[OWN_ARM] > 0.2f * votes[best]) {
            best = OWN_ARM;
        }
        return votes[best] >= LEAST_EVIDENCE ? best : -1;
    }

    boolean isOwnArm() {
        return best() == OWN_ARM;
    }

    String label() {
        int best = best();
        return best < 0 ? Instance.UNKNOWN : best == OWN_ARM ? Instance.OWN_ARM : CocoClasses.name(best);
    }

    /** Share of the evidence that agrees, less where there is little: n / (n + 0.5) x share. 0 for unknown. */
    float score() {
        int best = best();
        if (best < 0) {
            return 0;
        }
        float sum = 0;
        for (float v : votes) {
            sum += v;
        }
        return votes[best] / (sum + 0.5f);
    }

    void write(DataOutputStream out) throws IOException {
        int count = 0;
        for (float v : votes) {
            count += v != 0 ? 1 : 0;
        }
        out.writeByte(count);
        for (int c = 0; c < votes.length; c++) {
            if (votes[c] != 0) {
                out.writeByte(c);
                out.writeFloat(votes[c]);
            }
        }
    }

    static LabelVotes read(DataInputStream in) throws IOException {
        LabelVotes result = new LabelVotes();
        for (int count = in.readUnsignedByte(); count > 0; count--) {
            int c = in.readUnsignedByte();
            result.votes[c] = in.readFloat();
        }
        return result;
    }
}
