package org.egoscope.app;

import org.egoscope.app.command.EgoscopeCommand;
import org.egoscope.app.run.Ending;

/** The command line. Exit codes: 0 done, 1 defect, 2 usage or configuration, 3 bad input, 4 model, 5 resources; 130 and 143 by SIGINT and SIGTERM. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Ending.bySignals();
        Ending.exit(EgoscopeCommand.commandLine().execute(arguments));
    }
}
