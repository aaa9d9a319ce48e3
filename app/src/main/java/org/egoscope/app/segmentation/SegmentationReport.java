package org.egoscope.app.segmentation;

import java.util.List;
import java.util.Locale;
import org.egoscope.app.segmentation.SegmentationFigures.ObjectRow;
import org.egoscope.app.segmentation.SegmentationFigures.PictureTimes;

/** The figures as text. */
final class SegmentationReport {
    private SegmentationReport() {}

    /** A table in Markdown: a row for the filled box, then one for each backend. */
    static String table(List<SegmentationFigures> backends, LabelledPicture.Rules rules, int pictures) {
        StringBuilder text = new StringBuilder();
        int objects = backends.get(0).rows().size();
        text.append(String.format(
                Locale.ROOT,
                "%d objects in %d pictures brought to a longer side of %d: those above %d pixels and up to %.0f %% of the picture.%n%n",
                objects, pictures, rules.longSide(), rules.leastArea(), rules.mostShare() * 100));
        text.append("| backend | box mIoU | point mIoU | best of 3 | everything: recall at 0.5 | masks | predicted - true IoU | correlation"
                + " | embed ms | ms/box | ms/point | everything ms |\n");
        text.append("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n");
        text.append(String.format(
                Locale.ROOT, "| filled box | %.3f | | | | | | | | | | |%n", backends.get(0).mean(ObjectRow::filledBox)));
        backends.forEach(figures -> text.append(row(figures)));
        text.append(System.lineSeparator());
        backends.forEach(figures -> text.append(String.format(
                Locale.ROOT, "%s: true IoU = %.3f x predicted %+.3f by least squares%n", figures.backend(), figures.calibration().slope(),
                figures.calibration().offset())));
        return text.toString();
    }

    private static String row(SegmentationFigures f) {
        return String.format(
                Locale.ROOT, "| %s | %.3f | %.3f | %.3f | %.3f | %.0f | %+.3f | %.2f | %.0f | %.1f | %.1f | %.0f |%n", f.backend(),
                f.mean(ObjectRow::box), f.mean(ObjectRow::point), f.mean(ObjectRow::pointBest), f.recall(), f.masksPerPicture(),
                f.mean(ObjectRow::predicted) - f.mean(ObjectRow::box), f.correlation(), f.meanTime(PictureTimes::embed),
                f.timePerPrompt(PictureTimes::boxes), f.timePerPrompt(PictureTimes::points), f.meanTime(PictureTimes::everything));
    }

    /** All objects of all backends, comma-separated. */
    static String csv(List<SegmentationFigures> backends) {
        StringBuilder text = new StringBuilder("backend,picture,object,area,filled_box,box,predicted,point,point_best_of_3,everything\n");
        for (SegmentationFigures figures : backends) {
            for (ObjectRow row : figures.rows()) {
                text.append(String.format(
                        Locale.ROOT, "%s,%s,%d,%d,%.4f,%.4f,%.4f,%.4f,%.4f,%.4f%n", figures.backend(), row.picture(), row.id(), row.area(),
                        row.filledBox(), row.box(), row.predicted(), row.point(), row.pointBest(), row.everything()));
            }
        }
        return text.toString();
    }
}
