package org.egoscope.core.video;

import java.util.regex.Pattern;

/** Name of one recording; safe as a file name: {@code [A-Za-z0-9._-]{1,128}}, no {@code ..}, no leading dot. */
public record SessionId(String value) implements Comparable<SessionId> {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}");

    public SessionId {
        if (!ALLOWED.matcher(value).matches() || value.contains("..")) {
            throw new IllegalArgumentException("session id: expected [A-Za-z0-9._-]{1,128} without '..', got '" + value + "'");
        }
    }

    /** The nearest allowed name: other characters become '_'. */
    public static SessionId fromName(String name) {
        String safe = name.replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("\\.{2,}", "_").replaceAll("^\\.", "_");
        return new SessionId(safe.isEmpty() ? "_" : safe.substring(0, Math.min(128, safe.length())));
    }

    @Override
    public int compareTo(SessionId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
