package org.egoscope.motion.internal.evaluation.report;

import java.util.List;
import java.util.Locale;

/** Groups of horizontal bars with their intervals. */
final class BarChart {
    private static final double LABEL_WIDTH = 190;
    private static final double PLOT_WIDTH = 460;
    private static final double BAR_HEIGHT = 13;
    private static final double GROUP_GAP = 10;
    private static final double TOP = 30;

    private BarChart() {}

    /** @param low and {@code high}: ends of the interval, NaN where there is none */
    record Bar(String series, double value, double low, double high) {}

    record Group(String label, List<Bar> bars) {}

    /** @param series in the order of their colours */
    static String draw(String title, List<Group> groups, List<String> series) {
        double largest = groups.stream().flatMap(group -> group.bars().stream())
                .mapToDouble(bar -> Double.isNaN(bar.high()) ? bar.value() : Math.max(bar.value(), bar.high()))
                .filter(Double::isFinite).max().orElse(1);
        double scale = PLOT_WIDTH / Math.max(largest, 1e-9);
        double height = TOP + groups.stream().mapToDouble(group -> group.bars().size() * BAR_HEIGHT + GROUP_GAP).sum() + 10;
        Svg svg = new Svg(LABEL_WIDTH + PLOT_WIDTH + 80, height);
        svg.text(8, 16, "start", title);
        double y = TOP;
        for (Group group : groups) {
            svg.text(LABEL_WIDTH - 8, y + group.bars().size() * BAR_HEIGHT / 2 + 4, "end", group.label());
            for (Bar bar : group.bars()) {
                draw(svg, bar, y, scale, Palette.colour(series.indexOf(bar.series())));
                y += BAR_HEIGHT;
            }
            y += GROUP_GAP;
        }
        svg.line(LABEL_WIDTH, TOP - 4, LABEL_WIDTH, height - 8, "stroke=\"#888\"");
        return svg.toString();
    }

    private static void draw(Svg svg, Bar bar, double y, double scale, String colour) {
        if (!Double.isFinite(bar.value())) {
            svg.text(LABEL_WIDTH + 4, y + 10, "start", "–");
            return;
        }
        svg.rectangle(LABEL_WIDTH, y + 1, bar.value() * scale, BAR_HEIGHT - 2, colour);
        double end = bar.value() * scale;
        if (!Double.isNaN(bar.low())) {
            double middle = y + BAR_HEIGHT / 2;
            svg.line(LABEL_WIDTH + bar.low() * scale, middle, LABEL_WIDTH + bar.high() * scale, middle, "stroke=\"#000\"");
            end = Math.max(end, bar.high() * scale);
        }
        svg.text(LABEL_WIDTH + end + 5, y + 10, "start", String.format(Locale.ROOT, "%.1f", bar.value()));
    }
}
