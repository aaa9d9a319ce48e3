package org.egoscope.motion.internal.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The rows of an evaluation: those of a protocol, or those asked for. */
public final class EvaluationPlan {
    private static final List<String> BASELINE = List.of("head-whole", "head-128");

    private static final List<String> FULL = List.of(
            "head-128", "head-32", "head-whole",
            "fov60-128", "fov90-128", "fov120-128", "fov180-128", "three-128",
            "head-128-noisy", "head-128-floorup", "head-128-floordown", "fov90-128-noisy",
            "head-128-sample", "head-128-best8",
            "head-128-steps1", "head-128-steps2", "head-128-steps8", "head-128-steps30", "head-128-ddim-steps30");

    private EvaluationPlan() {}

    /**
     * @param full the rows of every condition, else those of the published baselines
     * @param asked names of rows; those with a {@code *} choose among those of the full protocol, others need not be among them; empty for all of the
     *     protocol
     */
    public static List<EvaluationRow> rows(boolean full, List<String> asked) {
        List<String> known = full ? FULL : BASELINE;
        List<String> names = new ArrayList<>();
        for (String name : asked.isEmpty() ? known : asked) {
            if (name.contains("*")) {
                Pattern pattern = Pattern.compile(Pattern.quote(name).replace("*", "\\E.*\\Q"));
                FULL.stream().filter(row -> pattern.matcher(row).matches() && !names.contains(row)).forEach(names::add);
            } else if (!names.contains(name)) {
                names.add(name);
            }
        }
        return names.stream().map(EvaluationRow::parse).toList();
    }
}
