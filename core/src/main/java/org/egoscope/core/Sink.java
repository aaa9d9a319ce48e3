package org.egoscope.core;

/** Takes the results of a stage, in order. */
@FunctionalInterface
public interface Sink<T> {
    void emit(T value);
}
