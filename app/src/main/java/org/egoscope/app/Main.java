package org.egoscope.app;

import org.egoscope.app.command.EgoscopeCommand;

/** The command line. Exit codes: 0 done, 1 defect, 2 usage or configuration, 3 bad input, 4 model, 5 resources. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(EgoscopeCommand.commandLine().execute(arguments));
    }
}
