package org.egoscope.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.junit.jupiter.api.Test;

class ConfigTreeTest {
    enum Mode {
        LOSSLESS,
        LATEST
    }

    record Inner(int count, double ratio, Duration pause) {
        Inner {
            if (count < 1) {
                throw new IllegalArgumentException("count: expected >= 1, got " + count);
            }
        }
    }

    record Outer(boolean on, Mode mode, Optional<Path> models, Inner inner) {}

    private static final Outer DEFAULTS =
            new Outer(true, Mode.LOSSLESS, Optional.empty(), new Inner(3, 0.5, Duration.ofMillis(200)));

    @Test
    void flattensToSortedKeys() {
        assertThat(ConfigTree.flatten(DEFAULTS).toString())
                .isEqualTo("{inner.count=3, inner.pause=PT0.2S, inner.ratio=0.5, mode=LOSSLESS, models=, on=true}");
    }

    @Test
    void replacesEveryKindOfLeaf() {
        Outer changed = ConfigTree.overlay(
                DEFAULTS,
                Map.of("on", "false", "mode", "latest", "models", "/m", "inner.count", "7", "inner.ratio", "0.25", "inner.pause", "PT1S"));
        assertThat(changed)
                .isEqualTo(new Outer(
                        false, Mode.LATEST, Optional.of(Path.of("/m")), new Inner(7, 0.25, Duration.ofSeconds(1))));
    }

    @Test
    void reportsAllProblemsAtOnce() {
        assertThatThrownBy(() -> ConfigTree.overlay(
                        DEFAULTS, Map.of("inner.count", "0", "inner.ratio", "much", "innr.count", "2", "on", "yes")))
                .isInstanceOfSatisfying(PipelineException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.BAD_CONFIG))
                .hasMessageContaining("innr.count: expected a known key")
                .hasMessageContaining("inner.ratio: expected double, got 'much'")
                .hasMessageContaining("on: expected boolean, got 'yes'")
                .hasMessageContaining("count: expected >= 1, got 0");
    }
}
