package org.egoscope.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.egoscope.app.run.Folders;
import org.egoscope.app.run.Recording;
import org.egoscope.app.run.SyntheticClip;
import org.egoscope.app.tracks.TrackTrial;
import org.egoscope.synthetic.SceneConfig;
import org.egoscope.synthetic.SyntheticScene;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Masks over time: identity, fragments, consistency, and sheets to look at. */
@Command(
        name = "tracks",
        mixinStandardHelpOptions = true,
        description = {
            "Score masks over time on the synthetic kitchen, or on recordings without truth.",
            "Against the kitchen's truth: id switches, IDF1, IoU over time, fragmentation. Without truth: track lengths, flow-warp "
                    + "consistency. Writes a contact sheet of each."
        })
final class EvalTracksCommand implements Callable<Integer> {
    @Parameters(paramLabel = "VIDEO", arity = "0..*", description = "Recordings without truth; none: the synthetic kitchen.")
    private List<String> videos = List.of();

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Of the synthetic kitchen (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--seconds", paramLabel = "SECONDS", defaultValue = "20", description = "How much of its script (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(names = "--varied", description = "Place its things and choose colours and light by the seed.")
    private boolean varied;

    @Option(names = "--frames", defaultValue = "0", paramLabel = "N", description = "Stop after so many frames of each (default: all).")
    private long frames;

    @Option(names = "--sheet-pictures", paramLabel = "N", defaultValue = "16", description = "Pictures of a contact sheet (default: ${DEFAULT-VALUE}).")
    private int sheetPictures;

    @Option(names = "--out", defaultValue = "eval-tracks", paramLabel = "DIR", description = "Sheets (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Mixin
    private PlanOptions planOptions = new PlanOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        TrackTrial trial = new TrackTrial(planOptions.plan(), sheetPictures);
        if (videos.isEmpty()) {
            synthetic(trial);
        }
        for (Recording recording : Recording.find(videos)) {
            print(trial.run(recording, Optional.empty(), sheet(recording.session().value()), frames));
        }
        return 0;
    }

    private void synthetic(TrackTrial trial) throws IOException {
        SceneConfig config = varied ? SceneConfig.varied(seed) : SceneConfig.standard(seed);
        SyntheticScene scene = SyntheticScene.of(config.withDurationSeconds(seconds));
        Path folder = Files.createTempDirectory("egoscope-eval");
        try {
            String name = (varied ? "kitchen-varied-" : "kitchen-") + seed;
            Path clip = folder.resolve(name + ".mp4");
            SyntheticClip.write(scene, clip);
            Recording recording = Recording.find(List.of(clip.toString())).get(0);
            print(trial.run(recording, Optional.of(scene), sheet(name), frames));
        } finally {
            Folders.delete(folder);
        }
    }

    private Path sheet(String name) {
        return out.resolve(name + ".png");
    }

    private void print(String report) {
        PrintWriter screen = spec.commandLine().getOut();
        screen.println(report);
        screen.flush();
    }
}
