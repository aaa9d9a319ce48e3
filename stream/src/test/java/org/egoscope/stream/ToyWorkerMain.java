package org.egoscope.stream;

import java.time.Duration;

/** The toy stage as a process of its own: {@code <bootstrap servers> <topic prefix> <worker id>}. */
final class ToyWorkerMain {
    private ToyWorkerMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        Topics topics = new Topics(arguments[1]);
        WorkerConfig config = WorkerConfig.of("sum").withWorkerId(arguments[2]).withTransactions(7, Duration.ofMillis(20));
        try (StageWorker<Toy.Num, Toy.Sum> worker = StageWorker.start(
                KafkaConnection.to(arguments[0]), topics, Toy.spec(topics), config, WorkerListener.NONE)) {
            worker.await();
        }
    }

    static Process start(Topics topics, String workerId) throws java.io.IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ToyWorkerMain.class.getName(),
                        TestBroker.connection().bootstrapServers(),
                        topics.prefix(),
                        workerId)
                .inheritIO()
                .start();
    }
}
