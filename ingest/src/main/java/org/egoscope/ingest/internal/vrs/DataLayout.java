package org.egoscope.ingest.internal.vrs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;

/**
 * Named values in a block of bytes: pieces of fixed size at their offsets, then eight bytes (offset and length) for every piece of
 * variable size, then the variable pieces.
 */
final class DataLayout {
    private static final String VALUE = "DataPieceValue<";
    private static final int VARIABLE_ENTRY = 8;

    private final Map<String, Piece> pieces;
    private final int fixedSize;
    private final int variablePieces;

    private record Piece(String type, int offset) {}

    private DataLayout(Map<String, Piece> pieces, int fixedSize, int variablePieces) {
        this.pieces = pieces;
        this.fixedSize = fixedSize;
        this.variablePieces = variablePieces;
    }

    /** @param json the tag {@code DL:type:version:block} */
    static DataLayout parse(String json) {
        JsonNode root;
        try {
            root = new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new PipelineException(ErrorKind.BAD_INPUT, "data layout: expected JSON, got a syntax error", e);
        }
        Map<String, Piece> pieces = new LinkedHashMap<>();
        int fixedSize = 0;
        int variable = 0;
        for (JsonNode node : root.path("data_layout")) {
            String type = node.path("type").asText("");
            if (node.has("offset")) {
                Piece piece = new Piece(type, node.path("offset").asInt(-1));
                int end = piece.offset() + sizeOf(type) * Math.max(1, node.path("size").asInt(1));
                if (piece.offset() < 0 || end < piece.offset()) {
                    throw PipelineException.badInput("data layout: expected an offset of 0 or more, got " + node);
                }
                pieces.put(node.path("name").asText(""), piece);
                fixedSize = Math.max(fixedSize, end);
            } else {
                variable++;
            }
        }
        return new DataLayout(pieces, fixedSize, variable);
    }

    /** Bytes of the value type between the angle brackets; vectors and matrices count all their numbers. */
    private static int sizeOf(String type) {
        String value = type.substring(type.indexOf('<') + 1, type.endsWith(">") ? type.length() - 1 : type.length());
        return switch (value) {
            case "Bool", "uint8_t", "int8_t", "char" -> 1;
            case "uint16_t", "int16_t" -> 2;
            case "uint32_t", "int32_t", "float" -> 4;
            case "uint64_t", "int64_t", "double" -> 8;
            default -> pointOrMatrix(type, value);
        };
    }

    private static int pointOrMatrix(String type, String value) {
        int scalar = value.endsWith("d") ? 8 : 4;
        if (value.startsWith("Point") && value.length() > 6) {
            return Character.digit(value.charAt(5), 10) * scalar;
        }
        if (value.startsWith("Matrix") && value.length() > 7) {
            int side = Character.digit(value.charAt(6), 10);
            return side * side * scalar;
        }
        throw PipelineException.badInput("data layout: expected a known type, got " + type);
    }

    /** Bytes that a block of this layout takes, with what its variable pieces take. */
    int sizeIn(ByteBuffer block) {
        int table = fixedSize + VARIABLE_ENTRY * variablePieces;
        require(block, table);
        long size = table;
        for (int entry = fixedSize; entry < table; entry += VARIABLE_ENTRY) {
            size = Math.max(size, table + Integer.toUnsignedLong(block.getInt(entry)) + Integer.toUnsignedLong(block.getInt(entry + 4)));
        }
        require(block, size);
        return (int) size;
    }

    private static void require(ByteBuffer block, long size) {
        if (size > block.limit()) {
            throw PipelineException.badInput("data layout: expected " + size + " bytes, got " + block.limit());
        }
    }

    /** A whole number of any width; empty if the layout has no such piece. */
    OptionalLong whole(ByteBuffer block, String name) {
        Piece piece = pieces.get(name);
        if (piece == null || !piece.type().startsWith(VALUE)) {
            return OptionalLong.empty();
        }
        require(block, (long) piece.offset() + sizeOf(piece.type()));
        return switch (piece.type().substring(VALUE.length(), piece.type().length() - 1)) {
            case "uint8_t", "Bool" -> OptionalLong.of(Byte.toUnsignedLong(block.get(piece.offset())));
            case "uint16_t" -> OptionalLong.of(Short.toUnsignedLong(block.getShort(piece.offset())));
            case "uint32_t" -> OptionalLong.of(Integer.toUnsignedLong(block.getInt(piece.offset())));
            case "int32_t" -> OptionalLong.of(block.getInt(piece.offset()));
            case "uint64_t", "int64_t" -> OptionalLong.of(block.getLong(piece.offset()));
            default -> OptionalLong.empty();
        };
    }

    /** A number with a point; empty if the layout has no such piece. */
    OptionalDouble real(ByteBuffer block, String name) {
        Piece piece = pieces.get(name);
        if (piece == null || !piece.type().startsWith(VALUE)) {
            return OptionalDouble.empty();
        }
        require(block, (long) piece.offset() + sizeOf(piece.type()));
        return switch (piece.type().substring(VALUE.length(), piece.type().length() - 1)) {
            case "double" -> OptionalDouble.of(block.getDouble(piece.offset()));
            case "float" -> OptionalDouble.of(block.getFloat(piece.offset()));
            default -> OptionalDouble.empty();
        };
    }
}
