package org.egoscope.app;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.egoscope.app.command.EgoscopeCommand;
import picocli.CommandLine;

/** What a person at the command line sees. */
record Terminal(int exitCode, String out, String err) {
    /** Parses and runs in this JVM. */
    static Terminal run(Object... arguments) {
        String[] words = Arrays.stream(arguments)
                .flatMap(argument -> argument instanceof List<?> list ? list.stream() : Stream.of(argument))
                .map(String::valueOf)
                .toArray(String[]::new);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = EgoscopeCommand.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        int exitCode = commandLine.execute(words);
        commandLine.getOut().flush();
        commandLine.getErr().flush();
        return new Terminal(exitCode, out.toString(), err.toString());
    }

    /** Both streams, for messages of assertions. */
    String text() {
        return "exit code " + exitCode + "\n" + out + err;
    }
}
