package org.egoscope.core;

import org.egoscope.core.video.SessionId;

/** Opens one stage instance per session. Heavy shared parts (loaded networks) belong to the factory, not to the stage. */
@FunctionalInterface
public interface StageFactory<I, O> extends AutoCloseable {
    StatefulStage<I, O> open(SessionId session);

    @Override
    default void close() {}
}
