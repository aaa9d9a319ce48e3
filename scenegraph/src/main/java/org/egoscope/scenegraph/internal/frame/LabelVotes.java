package org.egoscope.scenegraph.internal.frame;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.egoscope.core.observation.Instance;

/**
 * Label of a track by the sum of the scores of its sightings. At most {@value #MAX_LABELS} labels are kept; the weakest makes room. The
 * stated label changes only when another leads by half as much again, so that two alike labels do not alternate.
 */
public final class LabelVotes {
    static final int MAX_LABELS = 6;

    /** Sum of scores that names a track: three sure sightings. */
    private static final double ENOUGH = 1.5;

    private static final double LEAD = 1.5;

    /** Votes count half beyond this many, so that late evidence still counts in a long session. */
    private static final double CEILING = 300;

    private final TreeMap<String, Double> sums = new TreeMap<>();
    private String label = Instance.UNKNOWN;
    private double count;

    void vote(String vote, float score) {
        if (vote.equals(Instance.UNKNOWN) || !(score > 0)) {
            return;
        }
        if (!sums.containsKey(vote) && sums.size() == MAX_LABELS) {
            forgetWeakest();
        }
        sums.merge(vote, (double) score, Double::sum);
        count++;
        decide();
        if (count > CEILING) {
            sums.replaceAll((name, sum) -> sum / 2);
            count /= 2;
        }
    }

    private void forgetWeakest() {
        Map.Entry<String, Double> weakest = sums.firstEntry();
        for (Map.Entry<String, Double> entry : sums.entrySet()) {
            weakest = entry.getValue() < weakest.getValue() ? entry : weakest;
        }
        sums.remove(weakest.getKey());
    }

    private void decide() {
        String best = label;
        double bestSum = sums.getOrDefault(label, 0.0) * LEAD;
        for (Map.Entry<String, Double> entry : sums.entrySet()) {
            if (!entry.getKey().equals(label) && entry.getValue() >= ENOUGH && entry.getValue() > bestSum) {
                best = entry.getKey();
                bestSum = entry.getValue();
            }
        }
        label = best;
    }

    /** {@code unknown} until the votes are enough. */
    public String label() {
        return label;
    }

    /** Mean score of the label over all sightings that had a name, 0..1; 0 for unknown. */
    public float score() {
        return count > 0 ? (float) Math.min(1, sums.getOrDefault(label, 0.0) / count) : 0;
    }

    void write(DataOutput out) throws IOException {
        out.writeUTF(label);
        out.writeDouble(count);
        out.writeInt(sums.size());
        for (Map.Entry<String, Double> entry : sums.entrySet()) {
            out.writeUTF(entry.getKey());
            out.writeDouble(entry.getValue());
        }
    }

    static LabelVotes read(DataInput in) throws IOException {
        LabelVotes votes = new LabelVotes();
        votes.label = in.readUTF();
        votes.count = in.readDouble();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            votes.sums.put(in.readUTF(), in.readDouble());
        }
        return votes;
    }
}
