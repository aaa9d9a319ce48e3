package org.egoscope.core.lineage;

import java.util.Map;
import java.util.TreeMap;

/**
 * What made the rows of a dataset: enough to make them again.
 *
 * @param planHash lower-case hex sha256 over everything below but {@code startedAt}; rows carry it through their run
 * @param version version of the program
 * @param startedAt ISO-8601 instant
 * @param configuration effective configuration, flat keys
 * @param models model name to sha256
 */
public record RunInfo(
        String planHash, String version, String startedAt, Map<String, String> configuration, Map<String, String> models) {
    public RunInfo {
        configuration = java.util.Collections.unmodifiableMap(new TreeMap<>(configuration));
        models = java.util.Collections.unmodifiableMap(new TreeMap<>(models));
    }
}
