package org.egoscope.app.command;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.motion.Bodies;
import org.egoscope.torch.ModelCard;
import org.egoscope.torch.ModelDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The networks of a model folder. */
@Command(name = "models", mixinStandardHelpOptions = true, description = "List the networks in the program and in a model folder, or verify the folder's files against their cards.")
final class ModelsCommand implements Callable<Integer> {
    enum Action {
        LIST,
        VERIFY
    }

    @Parameters(index = "0", arity = "0..1", defaultValue = "list", paramLabel = "ACTION", description = "list or verify (default: ${DEFAULT-VALUE}).")
    private Action action = Action.LIST;

    @Mixin
    private ModelOptions modelOptions = new ModelOptions();

    private static final String OK = "ok";

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        for (String name : Bodies.BUILT_IN) {
            Map<String, String> notes = Bodies.notes(name);
            out.println(String.format(Locale.ROOT, "%-28s %-24s body motion, in the program; trained on %s", "motion/" + name,
                    notes.getOrDefault("licence", "none stated"), notes.getOrDefault("data", "?")));
        }
        Optional<ModelDirectory> folder = modelOptions.models();
        if (folder.isEmpty() && action == Action.VERIFY) {
            throw PipelineException.badConfig("--models: expected DIR or environment EGOSCOPE_MODELS, got nothing");
        }
        if (folder.isEmpty()) {
            out.println("no model folder: give --models DIR or set EGOSCOPE_MODELS for networks of your own");
            return 0;
        }
        return list(folder.get(), out) ? 0 : ErrorKind.MODEL.exitCode();
    }

    /** @return false if a file was to be verified and is missing or is not what its card says; the others are verified all the same */
    private boolean list(ModelDirectory models, PrintWriter out) {
        boolean good = true;
        for (String name : models.names()) {
            ModelCard card = models.card(name).orElseThrow();
            String finding = action == Action.VERIFY ? verified(models, name) : "";
            good &= finding.isEmpty() || finding.equals(OK);
            out.println(String.format(Locale.ROOT, "%-28s %-24s %s  %s", name, card.licence(), card.task(), finding).stripTrailing());
        }
        for (String name : models.namesWithoutFile()) {
            out.println(name + ": MISSING, its card names " + models.card(name).orElseThrow().file() + ", which is not there; it is not used");
            good &= action == Action.LIST;
        }
        models.unlistedFiles().forEach(file -> out.println(file + ": no card names it, it is not used"));
        return good;
    }

    private static String verified(ModelDirectory models, String name) {
        try {
            return models.verifiedFile(name).map(file -> OK).orElse("MISSING since a moment ago");
        } catch (PipelineException e) {
            return "DAMAGED: " + e.getMessage();
        }
    }
}
