package org.egoscope.app.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * How the program ends when a signal tells it to.
 *
 * <p>The VM's own way runs the destructors of all native libraries (libc's {@code exit}) while other threads still compute in them,
 * which ends in a crash report and exit code 134 as soon as a native call takes longer than the VM waits for it. Here what was
 * registered is closed and then the signal's default action ends the process: nothing of its memory is touched any more, and callers
 * see what they sent (a shell says 128 and the signal's number). Files that were open are whole or not there in the sense of a power
 * cut: everything the program resumes from is written under another name first.
 */
public final class Ending {
    /** What a terminal, a service manager and a closed terminal send. */
    private static final List<String> SIGNALS = List.of("INT", "TERM", "HUP");

    /** Of {@code exit} by signal, as in shells. */
    private static final int SIGNAL_EXIT = 128;

    private static final long DELIVERY_MILLIS = 200;

    private static final Deque<Runnable> CLOSINGS = new ArrayDeque<>();
    private static final AtomicBoolean SIGNALLED = new AtomicBoolean();
    private static final AtomicBoolean CLOSED = new AtomicBoolean();

    private Ending() {}

    /** Once, before anything else. A signal that is ignored (nohup), or that the VM leaves alone (-Xrs), stays so. */
    public static void bySignals() {
        for (String name : SIGNALS) {
            try {
                Signal.handle(new Signal(name), Ending::end);
            } catch (IllegalArgumentException e) {
                log().debug("signal {} stays as it is: {}", name, e.getMessage());
            }
        }
        Runtime.getRuntime().addShutdownHook(new Thread(Ending::close, "ending"));
    }

    /** To be done before the program ends, by a signal or else; what was registered last comes first. */
    public static void closes(Runnable closing) {
        synchronized (CLOSINGS) {
            CLOSINGS.push(closing);
        }
    }

    /** The end of the program by itself; never returns. While a signal ends it, the signal has the say on the exit code. */
    public static void exit(int code) {
        if (SIGNALLED.get()) {
            while (true) {
                LockSupport.park();
            }
        }
        System.exit(code);
    }

    private static void end(Signal signal) {
        SIGNALLED.set(true);
        // Does nothing the second time: who sends another one does not want to wait for the closing.
        close();
        unpackedLibraries().forEach(Ending::remove);
        Signal.handle(signal, SignalHandler.SIG_DFL);
        sendToSelf(signal);
        // The first process of a container is spared by default actions, and not every system has a shell.
        System.exit(SIGNAL_EXIT + signal.getNumber());
    }

    /** By a shell, because {@link Signal#raise} refuses signals with the default action. Returns only if that did not end the process. */
    private static void sendToSelf(Signal signal) {
        try {
            new ProcessBuilder("sh", "-c", "kill -" + signal.getName() + " " + ProcessHandle.current().pid()).start().waitFor();
            Thread.sleep(DELIVERY_MILLIS);
        } catch (IOException e) {
            log().debug("ending: expected a shell, got {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close() {
        if (!CLOSED.compareAndSet(false, true)) {
            return;
        }
        while (true) {
            Runnable closing;
            synchronized (CLOSINGS) {
                closing = CLOSINGS.poll();
            }
            if (closing == null) {
                return;
            }
            try {
                closing.run();
            } catch (RuntimeException e) {
                log().warn("ending: expected to close, got {}", e.toString());
            }
        }
    }

    /** Native libraries that jars unpacked into the temporary folder for this process: they are mapped, and removed by the VM's own end only. */
    private static List<Path> unpackedLibraries() {
        Path maps = Path.of("/proc/self/maps");
        String folder = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath() + "/";
        try {
            return Files.readAllLines(maps, StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> line.indexOf(folder) > 0)
                    .map(line -> line.substring(line.indexOf(folder)))
                    .filter(file -> file.indexOf('/', folder.length()) < 0 && (file.endsWith(".so") || file.endsWith(".tmp")))
                    .distinct()
                    .map(Path::of)
                    .toList();
        } catch (IOException e) {
            // Not Linux: they stay until the system empties the folder.
            return List.of();
        }
    }

    /** Not a constant: logging costs time to set up, and most commands end without a word. */
    private static Logger log() {
        return LoggerFactory.getLogger(Ending.class);
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log().debug("ending: {} stays: {}", file, e.toString());
        }
    }
}
