package org.egoscope.app.command;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.egoscope.core.PipelineException;
import org.egoscope.torch.ModelCard;
import org.egoscope.torch.ModelDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The networks of a model folder. */
@Command(name = "models", mixinStandardHelpOptions = true, description = "List the networks of a model folder, or verify their files against their cards.")
final class ModelsCommand implements Callable<Integer> {
    enum Action {
        LIST,
        VERIFY
    }

    @Parameters(index = "0", arity = "0..1", defaultValue = "list", paramLabel = "ACTION", description = "One of ${COMPLETION-CANDIDATES}.")
    private Action action = Action.LIST;

    @Mixin
    private PlanOptions planOptions = new PlanOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        ModelDirectory models = planOptions.models()
                .orElseThrow(() -> PipelineException.badConfig("--models: expected DIR or environment EGOSCOPE_MODELS, got nothing"));
        for (String name : models.names()) {
            ModelCard card = models.card(name).orElseThrow();
            String verified = action == Action.VERIFY ? "  " + models.verifiedFile(name).map(file -> "ok").orElse("missing") : "";
            out.println(String.format(Locale.ROOT, "%-28s %-24s %s%s", name, card.licence(), card.task(), verified));
        }
        models.unlistedFiles().forEach(file -> out.println(file + ": no card names it, it is not used"));
        return 0;
    }
}
