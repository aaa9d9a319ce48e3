package org.egoscope.ingest.internal.vrs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * One part of a record, as the tag {@code RF:type:version} lists them: {@code data_layout/size=84+image/jpg}.
 *
 * @param kind {@code data_layout}, {@code image}, {@code audio}, {@code custom} or {@code empty}
 * @param format word after the kind without {@code =}, as {@code jpg}, {@code raw}, {@code video}; empty if there is none
 * @param options {@code key=value} parts
 */
record ContentBlock(String kind, String format, Map<String, String> options) {
    static List<ContentBlock> parse(String recordFormat) {
        List<ContentBlock> blocks = new ArrayList<>();
        for (String text : recordFormat.split("\\+")) {
            String[] words = text.split("/");
            String format = "";
            Map<String, String> options = new HashMap<>();
            for (int i = 1; i < words.length; i++) {
                int equals = words[i].indexOf('=');
                if (equals > 0) {
                    options.put(words[i].substring(0, equals), words[i].substring(equals + 1));
                } else if (format.isEmpty()) {
                    format = words[i];
                }
            }
            blocks.add(new ContentBlock(words[0], format, Map.copyOf(options)));
        }
        return blocks;
    }

    boolean isLayout() {
        return kind.equals("data_layout");
    }

    boolean isImage() {
        return kind.equals("image");
    }

    OptionalLong number(String option) {
        String value = options.get(option);
        return value != null && value.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(value)) : OptionalLong.empty();
    }
}
