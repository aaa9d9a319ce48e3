package org.egoscope.app.motion;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.MotionClip;
import org.egoscope.motion.MotionFiles;
import org.egoscope.motion.MotionForecast;

/** What is expected and the sample nearest to the samples' mean as npz and bvh, and per frame mean place and spread of every joint as csv. */
final class ForecastFiles {
    private ForecastFiles() {}

    static void write(MotionForecast forecast, Path folder) {
        write("forecast", forecast.mostCentral(), folder);
        write("expected", forecast.expected(), folder);
        Path file = folder.resolve("forecast.csv");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.append("seconds_ahead,joint,mean_x,mean_y,mean_z,spread_m\n");
            for (int t = 0; t < forecast.frames(); t++) {
                for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                    Vec3 mean = forecast.meanInWorld(t, j);
                    out.append(String.format(
                            Locale.ROOT, "%.4f,%s,%.4f,%.4f,%.4f,%.4f%n", (t + 1) / HeadFrames.FRAMES_PER_SECOND,
                            SmplJoint.all().get(j).name().toLowerCase(Locale.ROOT), mean.x(), mean.y(), mean.z(), forecast.spreadMeters(t, j)));
                }
            }
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.RESOURCES, "forecast: cannot write " + file, e);
        }
    }

    private static void write(String name, BodySequence motion, Path folder) {
        MotionClip clip = new MotionClip(name, "egoscope", "", "", motion);
        MotionFiles.write(clip, folder.resolve(name + ".npz"));
        MotionFiles.write(clip, folder.resolve(name + ".bvh"));
    }

    /** Mean over joints of the spread after 0.1, 0.25, 0.5 and 1 s. */
    static String spread(MotionForecast forecast) {
        StringBuilder text = new StringBuilder();
        for (double seconds : new double[] {0.1, 0.25, 0.5, 1}) {
            int frame = (int) Math.round(seconds * HeadFrames.FRAMES_PER_SECOND) - 1;
            if (frame < forecast.frames()) {
                double sum = 0;
                for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                    sum += forecast.spreadMeters(frame, j);
                }
                text.append(String.format(Locale.ROOT, "%s%.0f mm after %.2f s", text.isEmpty() ? "" : ", ", 1000 * sum / BodySkeleton.JOINTS, seconds));
            }
        }
        return text.toString();
    }
}
