package org.egoscope.app.tracks;

import java.io.PrintWriter;
import org.egoscope.app.PipelinePlan;
import org.egoscope.app.run.Recording;
import org.egoscope.perception.PerceptionProbe;
import org.egoscope.torch.TorchRuntime;

/** What a frame costs in each part of perception, and whether memory stays flat, pass after pass over one recording. */
public final class PerceptionBenchmark {
    private final PipelinePlan plan;
    private final PrintWriter out;

    public PerceptionBenchmark(PipelinePlan plan, PrintWriter out) {
        this.plan = plan;
        this.out = out;
    }

    /** The first pass warms up; each later one is reported with the resident memory after it. */
    public void run(Recording recording, int passes) {
        PerceptionRun run = new PerceptionRun(plan);
        run.run(recording, PerceptionProbe.NONE, 0);
        out.println(recording.session().value() + ": resident " + residentMebibytes() + " MiB after warming up");
        for (int pass = 1; pass <= passes; pass++) {
            PartTimes times = new PartTimes();
            run.run(recording, times, 0);
            out.println("pass " + pass + ": " + times.frames() + " frames, resident " + residentMebibytes() + " MiB");
            out.print(times.table());
            out.flush();
        }
    }

    private static long residentMebibytes() {
        return TorchRuntime.residentBytes() >> 20;
    }
}
