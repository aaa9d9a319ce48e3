package org.egoscope.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The examples of docs/formats/tables.md as people copy them. */
class QueryExamplesTest {
    @Test
    void everyExampleOfTheDocumentationIsAnswered() throws IOException {
        String page = Files.readString(Repository.root().resolve("docs/formats/tables.md"));
        int start = page.indexOf("```sql") + "```sql".length();
        List<String> examples =
                Stream.of(page.substring(start, page.indexOf("```", start)).split(";")).filter(text -> !text.isBlank()).toList();
        assertThat(examples).hasSizeGreaterThan(4);
        for (String example : examples) {
            Terminal terminal = Terminal.run("query", "--data", Clips.direct().root(), "--sql", example);
            assertThat(terminal.exitCode()).as("%s\n%s", example, terminal.text()).isZero();
        }
    }
}
