package org.egoscope.app.command;

import java.nio.file.Path;
import org.egoscope.app.run.SyntheticClip;
import org.egoscope.synthetic.SceneConfig;
import org.egoscope.synthetic.SyntheticScene;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A clip of the synthetic kitchen. */
@Command(
        name = "synthesize",
        mixinStandardHelpOptions = true,
        description = "Render the synthetic kitchen, whose every mask, joint and action is known, as a clip. The bundled clip is --seed 1.")
final class SynthesizeCommand implements Runnable {
    @Option(names = "--out", required = true, paramLabel = "FILE.mp4", description = "Clip to write; its camera file goes beside it.")
    private Path file = Path.of("kitchen.mp4");

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Noise and sway (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--seconds", paramLabel = "SECONDS", defaultValue = "20", description = "How much of the script (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(names = "--varied", description = "Place things and choose handedness, colours and light by the seed.")
    private boolean varied;

    @Override
    public void run() {
        SceneConfig config = varied ? SceneConfig.varied(seed) : SceneConfig.standard(seed);
        SyntheticClip.write(SyntheticScene.of(config.withDurationSeconds(seconds)), file);
    }
}
