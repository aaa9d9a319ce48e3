package org.egoscope.perception.internal.track;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.egoscope.core.observation.Instance;
import org.egoscope.perception.internal.segment.CocoClasses;

/**
 * Evidence for what a track is, gathered over its life as log odds. A detection of a class speaks for it by the log odds of its score, a
 * look at the thing without one speaks against it. A name is shown once its odds are clear and clearly better than those of any other, and
 * given up only when they have fallen well below that: what a detector says now and then, or says differently each time, names nothing.
 */
final class LabelVotes {
    /** Index after the COCO classes. */
    static final int OWN_ARM = CocoClasses.count();

    /** Per key frame: half is forgotten in about 5 s at 5 key frames a second. */
    private static final float FADE = 0.973f;

    /** Score at which a detection says nothing: below it the detector errs in more than half of kitchen views. */
    private static final double NEUTRAL_SCORE = 0.25;

    /** Looks follow each other closely and err alike, so each counts for less than its odds. */
    private static final float WEIGHT = 0.6f;

    /** What a look without a detection takes away: a class that is seen at 0.45 in about one of three looks neither rises nor falls. */
    private static final float MISSED = 0.3f;

    /** Odds of about 4 to 1 to show a name, and what it keeps being shown with. */
    private static final float CLEAR = 1.3f;

    private static final float STILL_CLEAR = 0.6f;

    /** By how much the next best class must be behind. */
    private static final float MARGIN = 0.7f;

    /** So that what was seen for minutes can still be corrected within seconds. */
    private static final float MOST_EVIDENCE = 6;

    private static final float SURE = 0.999f;

    private final float[] votes = new float[OWN_ARM + 1];
    private final boolean[] seenNow = new boolean[OWN_ARM + 1];
    private int shown = -1;

    /** @param score of the detection, 0..1 */
    void add(int classIndex, float score) {
        double odds = Math.log(Math.min(score, SURE) / (1 - Math.min(score, SURE)));
        double gain = WEIGHT * (odds - Math.log(NEUTRAL_SCORE / (1 - NEUTRAL_SCORE)));
        raise(classIndex, (float) gain);
        seenNow[classIndex] = true;
    }

    private void raise(int classIndex, float by) {
        votes[classIndex] = Math.max(0, Math.min(MOST_EVIDENCE, votes[classIndex] + by));
        choose();
    }

    void addAll(LabelVotes others) {
        for (int c = 0; c < votes.length; c++) {
            raise(c, others.votes[c]);
        }
    }

    /** Takes away a third of the evidence for a class. */
    void doubt(int classIndex) {
        raise(classIndex, -votes[classIndex] / 3);
    }

    /** A new look begins. */
    void fade() {
        for (int c = 0; c < votes.length; c++) {
            votes[c] = votes[c] * FADE;
        }
        Arrays.fill(seenNow, false);
        choose();
    }

    /** The detector has looked at the thing; what it did not say is less likely. */
    void missed() {
        for (int c = 0; c < OWN_ARM; c++) {
            votes[c] = seenNow[c] ? votes[c] : Math.max(0, votes[c] - MISSED);
        }
        choose();
    }

    private void choose() {
        int best = 0;
        for (int c = 1; c < votes.length; c++) {
            best = votes[c] > votes[best] ? c : best;
        }
        if (best == CocoClasses.PERSON && votes[OWN_ARM] > 0.2f * votes[best]) {
            shown = OWN_ARM;
            return;
        }
        float next = 0;
        for (int c = 0; c < votes.length; c++) {
            next = c == best ? next : Math.max(next, votes[c]);
        }
        boolean clear = votes[best] >= CLEAR && (votes[best] >= next + MARGIN || best == shown);
        boolean holds = shown >= 0 && votes[shown] >= STILL_CLEAR;
        shown = clear ? best : holds ? shown : -1;
    }

    /** The name that is shown, -1 if there is none. The wearer's own arm is never a person. */
    int best() {
        return shown;
    }

    boolean isOwnArm() {
        return shown == OWN_ARM;
    }

    String label() {
        return shown < 0 ? Instance.UNKNOWN : shown == OWN_ARM ? Instance.OWN_ARM : CocoClasses.name(shown);
    }

    /** Share of the evidence that agrees, less where there is little: n / (n + 0.5) x share. 0 for unknown. */
    float score() {
        if (shown < 0) {
            return 0;
        }
        float sum = 0;
        for (float v : votes) {
            sum += v;
        }
        return votes[shown] / (sum + 0.5f);
    }

    void write(DataOutputStream out) throws IOException {
        int count = 0;
        for (float v : votes) {
            count += v != 0 ? 1 : 0;
        }
        out.writeByte(shown);
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
        result.shown = in.readByte();
        for (int count = in.readUnsignedByte(); count > 0; count--) {
            int c = in.readUnsignedByte();
            result.votes[c] = in.readFloat();
        }
        return result;
    }
}
