package org.egoscope.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.egoscope.app.command.EgoscopeCommand;
import org.egoscope.core.ErrorKind;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.ParameterException;

/** What the documents say exists, exists. */
class DocsTest {
    private static final Path ROOT = Repository.root();
    private static final Map<Path, String> DOCUMENTS = documents();

    private static final Pattern TYPE = Pattern.compile("`([A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)*)`");
    private static final Pattern DECLARATION = Pattern.compile("\\b(?:class|record|interface|enum)\\s+([A-Z]\\w*)");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(?:#[^)]*)?\\)");
    private static final Pattern MENTION = Pattern.compile("`(?:\\./)?egoscope ([a-z][a-z-]*)");
    private static final Pattern CALL = Pattern.compile("(?m)(?:^|[ ;(])\\./egoscope +([^#;&|\\n]+)");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
    private static final Pattern EXIT_CODE = Pattern.compile("(?m)^\\| (\\d+) \\| (.+) \\|$");

    private static Map<Path, String> documents() {
        Map<Path, String> found = new TreeMap<>();
        Repository.files(ROOT, name -> name.endsWith(".md")).forEach(file -> found.put(file, Repository.read(file)));
        return found;
    }

    private static Stream<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(result -> result.group(1));
    }

    @Test
    void theDocumentsAreThere() {
        assertThat(DOCUMENTS.keySet()).extracting(file -> ROOT.relativize(file).toString())
                .contains("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/conventions.md", "docs/formats/tables.md");
    }

    @Test
    void everyTypeThatADocumentNamesIsDeclared() {
        Set<String> declared = new TreeSet<>();
        Repository.files(ROOT, name -> name.endsWith(".java"))
                .forEach(file -> matches(DECLARATION, Repository.read(file)).forEach(declared::add));
        Set<String> named = new TreeSet<>();
        DOCUMENTS.values().forEach(text -> matches(TYPE, text).forEach(named::add));
        assertThat(named).contains("EgoPipeline", "StageWorker", "Perceiver");
        assertThat(declared).containsAll(named);
    }

    @Test
    void everyRelativeLinkLeadsSomewhere() {
        List<String> broken = new ArrayList<>();
        DOCUMENTS.forEach((file, text) -> matches(LINK, text)
                .filter(link -> !link.contains(":") && !Files.exists(file.resolveSibling(link)))
                .forEach(link -> broken.add(ROOT.relativize(file) + ": " + link)));
        assertThat(broken).isEmpty();
    }

    @Test
    void everyCommandThatADocumentNamesIsKnown() {
        Set<String> commands = EgoscopeCommand.commandLine().getSubcommands().keySet();
        Set<String> named = new TreeSet<>();
        DOCUMENTS.values().forEach(text -> matches(MENTION, text).forEach(named::add));
        assertThat(named).isNotEmpty();
        assertThat(commands).containsAll(named);
    }

    @Test
    void everyCallThatADocumentShowsIsUnderstood() {
        List<String> refused = new ArrayList<>();
        int calls = 0;
        for (Map.Entry<Path, String> document : DOCUMENTS.entrySet()) {
            for (String call : matches(CALL, document.getValue().replace("$stage", "perception")).toList()) {
                calls++;
                try {
                    EgoscopeCommand.commandLine().parseArgs(words(call));
                } catch (ParameterException e) {
                    refused.add(ROOT.relativize(document.getKey()) + ": ./egoscope " + call + ": " + e.getMessage());
                }
            }
        }
        assertThat(calls).isGreaterThan(5);
        assertThat(refused).isEmpty();
    }

    private static String[] words(String call) {
        String code = call.contains("`") ? call.substring(0, call.indexOf('`')) : call;
        return WORD.matcher(code).results().map(DocsTest::wordOf).toArray(String[]::new);
    }

    private static String wordOf(MatchResult word) {
        return word.group(1) != null ? word.group(1) : word.group(2);
    }

    @Test
    void theReadmeListsTheExitCodesThatThereAre() {
        String readme = DOCUMENTS.get(ROOT.resolve("README.md"));
        int from = readme.indexOf("## Exit codes");
        String section = readme.substring(from, readme.indexOf("\n## ", from + 1));
        Set<Integer> listed = new TreeSet<>();
        EXIT_CODE.matcher(section).results().forEach(row -> listed.add(Integer.parseInt(row.group(1))));
        Set<Integer> real = new TreeSet<>(Set.of(0));
        Arrays.stream(ErrorKind.values()).forEach(kind -> real.add(kind.exitCode()));
        assertThat(listed).isEqualTo(real);
    }

    @Test
    void everyModuleIsInTheArchitecturesTable() {
        String architecture = DOCUMENTS.get(ROOT.resolve("ARCHITECTURE.md"));
        List<String> modules = matches(Pattern.compile("<module>(\\w+)</module>"), Repository.read(ROOT.resolve("pom.xml"))).toList();
        assertThat(modules).hasSizeGreaterThan(8);
        assertThat(matches(Pattern.compile("(?m)^\\| `(\\w+)` \\|"), architecture)).containsAll(modules);
    }
}
