package org.egoscope.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.egoscope.app.run.DirectTransport;
import org.egoscope.app.run.Recording;
import org.egoscope.app.run.RunRequest;
import org.egoscope.app.run.StageTimes;
import org.egoscope.torch.TorchRuntime;
import org.junit.jupiter.api.Test;

/** The same small recording again and again: what a run opens it closes. */
class FlatMemoryTest {
    private static final int WARM_UPS = 5;
    private static final int ROUNDS = 8;
    private static final int FRAMES = 10;

    /** One decoder, its frames and OpenCV's buffers at this size are about 8 MB; a leak of one a round would double this. */
    private static final long MOST_GROWTH_BYTES = 32L << 20;

    @Test
    void runsLeaveNoNativeMemoryBehind() {
        Path folder = Clips.newFolder("flat");
        Path clip = folder.resolve("short.mp4");
        Clips.write(clip, Clips.FIRST_SEED, FRAMES);
        List<Long> objects = new ArrayList<>();
        List<Long> bytes = new ArrayList<>();
        for (int round = 0; round < WARM_UPS + ROUNDS; round++) {
            RunRequest request = new RunRequest(Recording.find(List.of(clip.toString())), folder.resolve("out" + round), Clips.plan());
            assertThat(new DirectTransport().run(request, new StageTimes())).isEmpty();
            if (round >= WARM_UPS) {
                objects.add(TorchRuntime.nativeObjects());
                bytes.add(outsideTheHeap());
            }
        }
        // Fewer is possible: what the garbage collector finds of earlier tests.
        assertThat(objects).as("native objects after each round").allMatch(count -> count <= objects.get(0));
        assertThat(bytes.get(ROUNDS - 1) - bytes.get(0)).as("growth outside the heap over %s", bytes).isLessThan(MOST_GROWTH_BYTES);
    }

    private static long outsideTheHeap() {
        return TorchRuntime.residentBytes() - ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
    }
}
