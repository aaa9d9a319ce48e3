package org.egoscope.app.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.UnauthorizedResponse;
import io.javalin.http.staticfiles.Location;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.video.SessionId;
import org.egoscope.storage.Dataset;
import org.egoscope.storage.QueryResult;
import org.egoscope.storage.SceneQuery;
import org.jspecify.annotations.Nullable;

/**
 * Queries over HTTP. {@code POST /api/query} with {@code {"sql": "SELECT ..."}} answers JSON, or an Arrow stream where the caller
 * accepts {@code application/vnd.apache.arrow.stream}; {@code GET /api/sessions} lists the sessions; a report, if one was written, is at
 * {@code /report/}. Every query sees what was published last.
 */
public final class QueryService implements AutoCloseable {
    private static final String ARROW = "application/vnd.apache.arrow.stream";
    private static final int MAX_PORT = 65_535;
    private static final long MAX_REQUEST_BYTES = 64 * 1024;

    private final Path data;
    private final @Nullable String token;
    private final boolean loopbackOnly;
    private @Nullable SceneQuery query;
    private final Javalin server;
    private final ObjectMapper mapper = new ObjectMapper();

    private QueryService(Path data, String host, @Nullable String token) {
        this.data = data;
        this.loopbackOnly = isLoopback(host);
        this.token = token == null || token.isEmpty() ? null : token;
        Path report = reportFolder(data);
        this.server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.http.maxRequestSize = MAX_REQUEST_BYTES;
            config.staticFiles.add(files -> {
                files.hostedPath = "/report";
                files.directory = report.toString();
                files.location = Location.EXTERNAL;
            });
            config.routes.before(this::authorize);
            config.routes.get("/", context -> context.redirect("/report/index.html"));
            config.routes.get("/api/sessions", this::sessions);
            config.routes.post("/api/query", this::answer);
            config.routes.exception(PipelineException.class, QueryService::fail);
        });
    }

    /** Made if need be: a report may be written while the service runs. */
    private static Path reportFolder(Path data) {
        try {
            return Files.createDirectories(data.resolve("report")).toAbsolutePath();
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.RESOURCES, "serve: expected a writable folder, got " + data, e);
        }
    }

    /** Listens at once, also before the first rows are there; port 0 takes a free one. */
    public static QueryService start(Path data, String host, int port, @Nullable String token) {
        if (port < 0 || port > MAX_PORT) {
            throw PipelineException.badConfig("--port: expected 0.." + MAX_PORT + ", got " + port);
        }
        QueryService service = new QueryService(data, host, token);
        try {
            service.server.start(host, port);
        } catch (RuntimeException e) {
            throw new PipelineException(
                    ErrorKind.RESOURCES, "serve: expected to listen on " + host + ":" + port + ", got " + e.getMessage(), e);
        }
        return service;
    }

    public int port() {
        return server.port();
    }

    /** Whether others than this machine can ask without a token. */
    public boolean isOpenToOthers() {
        return token == null && !loopbackOnly;
    }

    /** Names are not looked up: what a name leads to is for its owner to say. */
    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("::1") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }

    private void authorize(Context context) {
        if (token == null) {
            refuseForeignName(context);
            return;
        }
        byte[] expected = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
        String header = context.header("Authorization");
        byte[] got = (header == null ? "" : header).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(expected, got)) {
            throw new UnauthorizedResponse("expected Authorization: Bearer <token>");
        }
    }

    /** A page of another site, whose name its owner lets lead to this machine, would read everything in the browser's name. */
    private void refuseForeignName(Context context) {
        String name = String.valueOf(context.host()).replaceFirst(":\\d+$", "");
        if (loopbackOnly && !isLoopback(name)) {
            throw new ForbiddenResponse("expected a request to this machine by the name localhost or a loopback address, got " + name);
        }
    }

    private void sessions(Context context) {
        List<String> names =
                Dataset.exists(data) ? Dataset.open(data).sessions().stream().map(SessionId::value).toList() : List.of();
        context.json(Map.of("sessions", names));
    }

    private void answer(Context context) throws IOException {
        try (QueryResult result = current().run(sqlOf(context.body()))) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            if (String.valueOf(context.header("Accept")).contains(ARROW)) {
                result.writeArrow(bytes);
                context.contentType(ARROW);
            } else {
                result.writeJson(bytes);
                context.contentType("application/json");
            }
            context.result(bytes.toByteArray());
        }
    }

    /** The engine with what was published last. */
    private synchronized SceneQuery current() {
        Dataset dataset = Dataset.open(data);
        if (query == null) {
            query = SceneQuery.open(dataset);
        } else {
            query.refresh(dataset);
        }
        return query;
    }

    private String sqlOf(String body) {
        try {
            JsonNode sql = mapper.readTree(body).path("sql");
            if (sql.isTextual()) {
                return sql.asText();
            }
        } catch (JsonProcessingException e) {
            throw new PipelineException(ErrorKind.BAD_CONFIG, "request: expected JSON, got " + e.getOriginalMessage(), e);
        }
        throw PipelineException.badConfig("request: expected {\"sql\": \"SELECT ...\"}, got no text field sql");
    }

    private static void fail(PipelineException error, Context context) {
        boolean caller = error.kind() == ErrorKind.BAD_CONFIG || error.kind() == ErrorKind.BAD_INPUT;
        context.status(caller ? 400 : 503).json(Map.of("error", String.valueOf(error.getMessage())));
    }

    @Override
    public synchronized void close() {
        server.stop();
        if (query != null) {
            query.close();
        }
    }
}
