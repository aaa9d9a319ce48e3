package org.egoscope.storage.internal.query;

import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.storage.SceneQuery;

/** DuckDB's errors in our terms. It tells them apart by the beginning of their text alone. */
final class Failures {
    private Failures() {}

    static PipelineException explained(Exception cause, SceneQuery.Limits limits) {
        String message = String.valueOf(cause.getMessage());
        String firstLine = message.lines().findFirst().orElse(message);
        if (message.contains("INTERRUPT Error")) {
            return new PipelineException(
                    ErrorKind.RESOURCES, "query: expected an answer within " + limits.timeout().toMillis() + " ms, got none", cause);
        } else if (message.contains("Out of Memory Error")) {
            return new PipelineException(
                    ErrorKind.RESOURCES, "query: expected to need at most " + limits.memoryBytes() + " bytes, got more: " + firstLine, cause);
        }
        return new PipelineException(ErrorKind.BAD_CONFIG, "query: expected a SELECT over the tables, got: " + message, cause);
    }
}
