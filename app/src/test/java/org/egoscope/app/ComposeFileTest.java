package org.egoscope.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.egoscope.app.command.EgoscopeCommand;
import org.egoscope.app.run.KafkaStages;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine.ParseResult;

/** The compose file against the command line it calls; nothing is started. */
class ComposeFileTest {
    private static final Map<String, Map<String, Object>> SERVICES = services();

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> services() {
        Map<String, Object> file = new Yaml().load(Repository.read(Repository.root().resolve("docker-compose.yml")));
        return (Map<String, Map<String, Object>>) file.get("services");
    }

    @SuppressWarnings("unchecked")
    private static List<String> texts(Map<String, Object> service, String key) {
        List<Object> values = (List<Object>) service.getOrDefault(key, List.of());
        return values.stream().map(String::valueOf).toList();
    }

    /** Services that run our program. */
    private static Map<String, Map<String, Object>> ours() {
        Map<String, Map<String, Object>> found = new TreeMap<>(SERVICES);
        found.values().removeIf(service -> !String.valueOf(service.get("image")).startsWith("egoscope:"));
        return found;
    }

    private static ParseResult parsed(Map<String, Object> service) {
        return EgoscopeCommand.commandLine().parseArgs(texts(service, "command").toArray(String[]::new)).subcommand();
    }

    @Test
    void everyCommandIsOneThatTheProgramKnows() {
        assertThat(ours()).hasSizeGreaterThanOrEqualTo(KafkaStages.WORKERS.size() + 2);
        ours().forEach((name, service) -> {
            ParseResult command = parsed(service);
            assertThat(command.errors()).as(name).isEmpty();
            assertThat(command.commandSpec().name()).as(name).isIn("worker", "serve", "doctor");
        });
    }

    @Test
    void bothProfilesRunEveryWorkerAndTheQueryService() {
        for (String profile : List.of("cpu", "gpu")) {
            Set<String> jobs = new TreeSet<>();
            ours().values().stream().filter(service -> texts(service, "profiles").contains(profile)).forEach(service -> {
                List<String> command = texts(service, "command");
                assertThat(jobs.add(command.get(0).equals("worker") ? command.get(1) : command.get(0))).as("%s twice", command).isTrue();
            });
            Set<String> expected = new TreeSet<>(KafkaStages.WORKERS);
            expected.addAll(List.of("ingest", "serve"));
            assertThat(jobs).as(profile).isEqualTo(expected);
        }
    }

    @Test
    void workersGetTheOptionsWithoutWhichTheyEnd() {
        ours().forEach((name, service) -> {
            List<String> command = texts(service, "command");
            if (command.contains("ingest")) {
                assertThat(command).as(name).contains("--watch");
            }
            if (command.contains("worker")) {
                assertThat(command).as(name).containsSequence("--bootstrap-servers", "kafka:9092");
            }
        });
        assertThat(optionOf("storage", "--out")).isEqualTo(optionOf("query", "--data"));
    }

    private static String optionOf(String service, String option) {
        return String.valueOf((Object) parsed(SERVICES.get(service)).matchedOptionValue(option, null));
    }

    /** All of them make the plan: another one would write rows under another hash. */
    @Test
    void workersOfAProfileAgreeOnTheNetworks() {
        for (String profile : List.of("cpu", "gpu")) {
            Map<String, String> models = ours().entrySet().stream()
                    .filter(entry -> texts(entry.getValue(), "profiles").contains(profile))
                    .filter(entry -> texts(entry.getValue(), "command").contains("worker"))
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, entry -> modelsOf(entry.getValue()), (a, b) -> a, TreeMap::new));
            assertThat(new TreeSet<>(models.values())).as("%s: %s", profile, models).hasSize(1);
        }
    }

    @SuppressWarnings("unchecked")
    private static String modelsOf(Map<String, Object> service) {
        Object environment = service.getOrDefault("environment", Map.of());
        String fromEnvironment = environment instanceof Map<?, ?> map && map.containsKey("EGOSCOPE_MODELS")
                ? String.valueOf(map.get("EGOSCOPE_MODELS"))
                : "none";
        return String.valueOf((Object) parsed(service).matchedOptionValue("--models", fromEnvironment));
    }

    @Test
    void portsArePublishedOnLoopbackOnly() {
        List<String> ports = new ArrayList<>();
        SERVICES.values().forEach(service -> ports.addAll(texts(service, "ports")));
        assertThat(ports).isNotEmpty().allMatch(port -> port.matches("127\\.0\\.0\\.1:\\d+:\\d+"));
        String served = String.valueOf((Object) parsed(SERVICES.get("query")).matchedOptionValue("--port", 0));
        assertThat(texts(SERVICES.get("query"), "ports")).singleElement().asString().endsWith(":" + served);
    }

    @Test
    @SuppressWarnings("unchecked")
    void whatAServiceWaitsForIsThereAndTellsItsHealth() {
        SERVICES.forEach((name, service) -> {
            Map<String, Object> needed = (Map<String, Object>) service.getOrDefault("depends_on", Map.of());
            needed.keySet().forEach(other -> {
                assertThat(SERVICES).as(name).containsKey(other);
                assertThat(SERVICES.get(other)).as(other).containsKey("healthcheck");
            });
        });
    }
}
