package org.egoscope.app.motion;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySkeleton;

/** One line per frame with a body: time on the file's clock, then x, y, z of 22 joints, metres, z up, floor 0; then its log-likelihood where it was asked for. */
final class JointsCsv {
    private JointsCsv() {}

    static void write(List<BodyTake> takes, HeadFrames frames, Path file) {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            StringBuilder line = new StringBuilder("frame,time_s,file_time_ns");
            for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                String name = SmplJoint.all().get(j).name().toLowerCase(Locale.ROOT);
                line.append(',').append(name).append("_x,").append(name).append("_y,").append(name).append("_z");
            }
            boolean likelihood = takes.stream().anyMatch(take -> take.logLikelihood().length > 0);
            out.append(line).append(likelihood ? ",log_likelihood" : "").append('\n');
            for (BodyTake take : takes) {
                for (int t = 0; t < take.motion().frames(); t++) {
                    line.setLength(0);
                    int frame = take.firstFrame() + t;
                    line.append(frame).append(String.format(Locale.ROOT, ",%.6f,", frames.frames().get(frame).seconds()));
                    line.append(frames.frames().get(frame).fileNanos());
                    for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                        Vec3 joint = take.motion().jointInWorld(t, j);
                        line.append(String.format(Locale.ROOT, ",%.4f,%.4f,%.4f", joint.x(), joint.y(), joint.z()));
                    }
                    if (likelihood) {
                        line.append(String.format(Locale.ROOT, ",%.2f", take.logLikelihood()[t]));
                    }
                    out.append(line).append('\n');
                }
            }
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.RESOURCES, "joints: cannot write " + file, e);
        }
    }
}
