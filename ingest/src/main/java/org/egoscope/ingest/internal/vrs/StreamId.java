package org.egoscope.ingest.internal.vrs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.egoscope.core.PipelineException;

/** Kind and number of a stream; written {@code 214-1}. */
public record StreamId(int typeId, int instanceId) {
    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,9})-(\\d{1,5})");

    public static StreamId parse(String text) {
        Matcher matcher = WRITTEN.matcher(text);
        if (!matcher.matches()) {
            throw PipelineException.badInput("stream: expected an id such as 214-1, got '" + text + "'");
        }
        return new StreamId(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    @Override
    public String toString() {
        return typeId + "-" + instanceId;
    }
}
