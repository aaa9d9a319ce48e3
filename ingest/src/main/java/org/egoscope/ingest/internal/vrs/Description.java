package org.egoscope.ingest.internal.vrs;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.egoscope.core.PipelineException;

/**
 * Which streams there are, and what is said about them and about the file.
 *
 * @param streams in file order
 */
record Description(Map<StreamId, Tags> streams, Map<String, String> fileTags) {
    private static final int FORMAT_VERSION = 2;
    private static final int MOST_ENTRIES = 1 << 16;

    /**
     * @param user the recorder's own notes
     * @param format names, record formats ({@code RF:...}) and data layouts ({@code DL:...})
     */
    record Tags(Map<String, String> user, Map<String, String> format) {}

    static Description read(RecordingBytes bytes, FileHeader file) {
        RecordHeader header = RecordHeader.read(bytes, file.descriptionOffset());
        if (header.typeId() != RecordHeader.DESCRIPTION_TYPE || header.formatVersion() != FORMAT_VERSION) {
            throw PipelineException.badInput("recording: expected a description record (type 2, version 2), got type " + header.typeId()
                    + ", version " + header.formatVersion() + " in " + bytes.file());
        }
        ByteBuffer payload = Payload.read(bytes, file, file.descriptionOffset());
        try {
            return parse(payload);
        } catch (java.nio.BufferUnderflowException e) {
            throw PipelineException.badInput("description: expected more text, got the end of the record in " + bytes.file());
        }
    }

    private static Description parse(ByteBuffer payload) {
        Map<StreamId, Tags> streams = new LinkedHashMap<>();
        int count = count(payload);
        for (int i = 0; i < count; i++) {
            StreamId id = new StreamId(payload.getInt(), Short.toUnsignedInt(payload.getShort()));
            Map<String, String> user = map(payload);
            streams.put(id, new Tags(user, map(payload)));
        }
        return new Description(Collections.unmodifiableMap(streams), map(payload));
    }

    private static Map<String, String> map(ByteBuffer payload) {
        Map<String, String> map = new LinkedHashMap<>();
        int count = count(payload);
        for (int i = 0; i < count; i++) {
            String key = string(payload);
            map.put(key, string(payload));
        }
        return Collections.unmodifiableMap(map);
    }

    private static int count(ByteBuffer payload) {
        int count = payload.getInt();
        if (count < 0 || count > MOST_ENTRIES) {
            throw PipelineException.badInput("description: expected 0.." + MOST_ENTRIES + " entries, got " + Integer.toUnsignedString(count));
        }
        return count;
    }

    private static String string(ByteBuffer payload) {
        int length = payload.getInt();
        if (length < 0 || length > payload.remaining()) {
            throw PipelineException.badInput(
                    "description: expected text of 0.." + payload.remaining() + " bytes, got " + Integer.toUnsignedString(length));
        }
        byte[] text = new byte[length];
        payload.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
