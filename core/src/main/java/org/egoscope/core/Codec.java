package org.egoscope.core;

/** Bytes of a batch and back, without loss: {@code decode(encode(x))} equals {@code x} in every bit of every number. */
public interface Codec<T> {
    /** Schema name and version, such as {@code observations;v=1}. */
    String schema();

    byte[] encode(Batch<? extends T> batch);

    /** @throws PipelineException with {@link ErrorKind#BAD_INPUT} if the bytes are not of this schema or are damaged */
    Batch<T> decode(byte[] bytes);
}
