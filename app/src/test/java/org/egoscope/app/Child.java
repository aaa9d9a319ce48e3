package org.egoscope.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program as a process of its own, with the class path of this one. Its streams go to files. */
final class Child implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;

    private final String name;
    private final Process process;
    private final Path out;
    private final Path err;

    private Child(String name, Process process, Path out, Path err) {
        this.name = name;
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static Child start(Path folder, List<String> arguments) {
        return start(folder, List.of(), arguments);
    }

    static Child start(Path folder, List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-Xmx512m",
                // Short lives: the first compiler alone starts sooner.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(arguments);
        String name = String.join(" ", arguments.subList(0, Math.min(2, arguments.size())));
        try {
            Path out = Files.createTempFile(folder, "child-", ".out");
            Path err = Files.createTempFile(folder, "child-", ".err");
            ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
            return new Child(name, builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the end and returns the exit code. */
    int await() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(name + ": expected an end within " + PATIENCE_SECONDS + " s\n" + text());
        }
        return process.exitValue();
    }

    /** Waits for a line that contains the text, and returns it. */
    String awaitLine(String part) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < deadline) {
            for (String line : text().split("\n")) {
                if (line.contains(part)) {
                    return line;
                }
            }
            if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                throw new AssertionError(name + ": expected '" + part + "', it ended with " + process.exitValue() + "\n" + text());
            }
        }
        throw new AssertionError(name + ": expected '" + part + "' within " + PATIENCE_SECONDS + " s\n" + text());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL; returns when the process is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** @param name as in {@code kill}, such as INT */
    void signal(String name) throws IOException, InterruptedException {
        int failed = new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start().waitFor();
        if (failed != 0) {
            throw new AssertionError(this.name + ": expected to be there for a signal\n" + text());
        }
    }

    byte[] out() {
        return read(out);
    }

    String text() {
        return new String(read(out), StandardCharsets.UTF_8) + new String(read(err), StandardCharsets.UTF_8);
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGTERM, as Docker and service managers send it; SIGKILL if that does not help. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
