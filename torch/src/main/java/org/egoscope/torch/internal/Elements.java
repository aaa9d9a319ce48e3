package org.egoscope.torch.internal;

import java.nio.ByteBuffer;
import org.egoscope.torch.SafetensorsFile.DataType;

/** Values of the element types that weights are stored in. */
public final class Elements {
    private Elements() {}

    /** The value at a byte, in the buffer's byte order, as the nearest float. */
    public static float floatAt(ByteBuffer bytes, DataType type, int at) {
        return switch (type) {
            case F64 -> (float) bytes.getDouble(at);
            case F32 -> bytes.getFloat(at);
            case F16 -> halfToFloat(bytes.getShort(at));
            case BF16 -> Float.intBitsToFloat(bytes.getShort(at) << 16);
            case I64 -> bytes.getLong(at);
            case I32 -> bytes.getInt(at);
            case I16 -> bytes.getShort(at);
            case I8 -> bytes.get(at);
            case U8 -> bytes.get(at) & 0xff;
            case BOOL -> bytes.get(at) == 0 ? 0 : 1;
        };
    }

    /** IEEE 754 binary16 to binary32, exact; {@code Float.float16ToFloat} comes only with JDK 20. */
    public static float halfToFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = half >> 10 & 0x1f;
        int fraction = half & 0x3ff;
        if (exponent == 0x1f) {
            return Float.intBitsToFloat(sign | 0x7f800000 | fraction << 13);
        }
        if (exponent == 0) {
            // Subnormal: fraction x 2^-24.
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        return Float.intBitsToFloat(sign | exponent + 112 << 23 | fraction << 13);
    }
}
