package org.egoscope.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.egoscope.app.command.EgoscopeCommand;
import org.egoscope.app.run.QueryService;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over real HTTP on loopback. */
class QueryServiceTest {
    private static final String TOKEN = "correct horse";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static QueryService open;
    private static QueryService guarded;

    @BeforeAll
    static void start() {
        Clips.report();
        open = QueryService.start(Clips.direct().root(), "127.0.0.1", 0, null);
        guarded = QueryService.start(Clips.direct().root(), "127.0.0.1", 0, TOKEN);
    }

    @AfterAll
    static void stop() {
        open.close();
        guarded.close();
    }

    private static HttpRequest.Builder request(QueryService service, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path)).timeout(Duration.ofSeconds(30));
    }

    private static HttpRequest.Builder query(QueryService service, String sql) {
        String body = MAPPER.createObjectNode().put("sql", sql).toString();
        return request(service, "/api/query").POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @Test
    void sessionsAreListed() throws Exception {
        HttpResponse<byte[]> response = send(request(open, "/api/sessions"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(MAPPER.readTree(response.body()).toString()).isEqualTo("{\"sessions\":[\"first\",\"second\"]}");
    }

    @Test
    void aQueryAnswersJson() throws Exception {
        HttpResponse<byte[]> response = send(query(open, "SELECT count(*) AS n, max(frame_index) AS last FROM frames"));
        assertThat(response.statusCode()).as(text(response)).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
        assertThat(MAPPER.readTree(response.body()).path("rows").toString()).isEqualTo("[[90,44]]");
    }

    @Test
    void aQueryAnswersArrowToThoseWhoAcceptIt() throws Exception {
        String arrow = "application/vnd.apache.arrow.stream";
        HttpResponse<byte[]> response =
                send(query(open, "SELECT DISTINCT session FROM frames").header("Accept", arrow));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith(arrow);
        CommandLineTest.assertArrowStream(response.body(), "session", "first", "second");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "SELECT nothing FROM nowhere",
        "SELECT 1; SELECT 2",
        "DROP TABLE frames",
        "INSERT INTO frames SELECT * FROM frames",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM glob('/etc/*')",
        "COPY frames TO '/tmp/frames.csv'",
        "ATTACH '/tmp/other.db'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SELECT getenv('PATH')"
    })
    void whatIsNotAPlainQuestionToTheTablesIsRefused(String sql) throws Exception {
        HttpResponse<byte[]> response = send(query(open, sql));
        assertThat(response.statusCode()).as("%s: %s", sql, text(response)).isEqualTo(400);
        assertThat(MAPPER.readTree(response.body()).path("error").asText()).isNotEmpty();
        assertThat(text(response)).doesNotContain("root:").doesNotContain("\tat ");
    }

    @Test
    void aBodyThatIsNoRequestIsRefused() throws Exception {
        for (String body : List.of("", "SELECT 1", "[]", "{}", "{\"sql\": 5}")) {
            HttpResponse<byte[]> response = send(request(open, "/api/query").POST(HttpRequest.BodyPublishers.ofString(body)));
            assertThat(response.statusCode()).as(body).isEqualTo(400);
            assertThat(text(response)).as(body).contains("expected");
        }
        String large = "{\"sql\": \"SELECT 1" + " ".repeat(200_000) + "\"}";
        HttpResponse<byte[]> response = send(request(open, "/api/query").POST(HttpRequest.BodyPublishers.ofString(large)));
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(send(request(open, "/api/query").GET()).statusCode()).isIn(404, 405);
    }

    @Test
    void theReportIsServedAndNothingBesideIt() throws Exception {
        HttpResponse<byte[]> page = send(request(open, "/report/index.html"));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(text(page)).contains("Egoscope report");
        assertThat(send(request(open, "/")).statusCode()).as("redirect to the report").isEqualTo(302);
        for (String path : List.of("/report/../../../etc/passwd", "/report/%2e%2e/%2e%2e/etc/passwd", "/report/..%2f..%2f..%2fetc%2fpasswd")) {
            HttpResponse<byte[]> response = send(request(open, path));
            assertThat(response.statusCode()).as(path).isGreaterThanOrEqualTo(400);
            assertThat(text(response)).as(path).doesNotContain("root:");
        }
    }

    @Test
    void aTokenIsAskedForOnEveryPath() throws Exception {
        for (String path : List.of("/api/sessions", "/report/index.html", "/report/index.js", "/")) {
            assertThat(send(request(guarded, path)).statusCode()).as(path).isEqualTo(401);
        }
        assertThat(send(query(guarded, "SELECT 1")).statusCode()).isEqualTo(401);
        for (String wrong : List.of("Bearer wrong", "Bearer ", "Basic " + TOKEN, TOKEN, "Bearer " + TOKEN + "x")) {
            HttpResponse<byte[]> response = send(query(guarded, "SELECT 1").header("Authorization", wrong));
            assertThat(response.statusCode()).as(wrong).isEqualTo(401);
            assertThat(text(response)).doesNotContain(TOKEN);
        }
        assertThat(send(query(guarded, "SELECT 1").header("Authorization", "Bearer " + TOKEN)).statusCode()).isEqualTo(200);
    }

    @Test
    void aPortThatIsNoneIsAMistakeInUsage() {
        for (int port : List.of(-1, 65_536)) {
            assertThatThrownBy(() -> QueryService.start(Clips.direct().root(), "127.0.0.1", port, null))
                    .isInstanceOfSatisfying(PipelineException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.BAD_CONFIG))
                    .hasMessageContaining(String.valueOf(port));
        }
    }

    /** As a browser asks whose page's name was made to lead here. */
    @Test
    void aRequestUnderAForeignNameIsRefused() throws Exception {
        assertThat(statusUnder("egoscope.example:" + open.port())).startsWith("HTTP/1.1 403");
        for (String name : List.of("localhost:" + open.port(), "127.0.0.1", "[::1]:" + open.port())) {
            assertThat(statusUnder(name)).as(name).startsWith("HTTP/1.1 200");
        }
    }

    private static String statusUnder(String name) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", open.port())) {
            socket.setSoTimeout(30_000);
            String request = "GET /api/sessions HTTP/1.1\r\nHost: " + name + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void onlyThisMachineCanConnect() throws Exception {
        String host = EgoscopeCommand.commandLine().getSubcommands().get("serve").getCommandSpec().findOption("--host").defaultValue();
        assertThat(InetAddress.getByName(host).isLoopbackAddress()).as("default host " + host).isTrue();
        List<InetAddress> outside = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .toList();
        Assumptions.assumeFalse(outside.isEmpty(), "this machine has loopback only");
        for (InetAddress address : outside) {
            try (Socket socket = new Socket()) {
                assertThatThrownBy(() -> socket.connect(new InetSocketAddress(address, open.port()), 5_000))
                        .as(address.toString()).isInstanceOf(ConnectException.class);
            }
        }
    }
}
