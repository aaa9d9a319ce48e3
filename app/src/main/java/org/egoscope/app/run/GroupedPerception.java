package org.egoscope.app.run;

import org.egoscope.core.Sink;
import org.egoscope.core.StateBytes;
import org.egoscope.core.StatefulStage;
import org.egoscope.core.observation.ObservationEvent;
import org.egoscope.core.video.VideoChunk;
import org.egoscope.ingest.ChunkDecoder;
import org.egoscope.perception.Perceiver;

/**
 * Decoding and perception as one stage, in which a network looks at several frames at once. Groups end with their chunk, so nothing is held
 * between chunks, and a worker that takes over makes the same groups.
 */
public final class GroupedPerception implements StatefulStage<VideoChunk, ObservationEvent> {
    private final ChunkDecoder decoder;
    private final Perceiver perceiver;
    private final int framesAtOnce;

    /** Takes ownership of both. */
    public GroupedPerception(ChunkDecoder decoder, Perceiver perceiver, int framesAtOnce) {
        this.decoder = decoder;
        this.perceiver = perceiver;
        this.framesAtOnce = framesAtOnce;
    }

    @Override
    public void accept(VideoChunk chunk, Sink<? super ObservationEvent> out) {
        decoder.accept(chunk, event -> {
            perceiver.hold(event);
            if (perceiver.heldCount() == framesAtOnce) {
                perceiver.release(out);
            }
        });
        perceiver.release(out);
    }

    @Override
    public byte[] snapshot() {
        return StateBytes.of(out -> {
            StateBytes.writePart(out, decoder.snapshot());
            StateBytes.writePart(out, perceiver.snapshot());
        });
    }

    @Override
    public void restore(byte[] state) {
        if (state.length == 0) {
            decoder.restore(state);
            perceiver.restore(state);
            return;
        }
        StateBytes.read("perception state", state, in -> {
            decoder.restore(StateBytes.readPart(in));
            perceiver.restore(StateBytes.readPart(in));
        });
    }

    @Override
    public void close() {
        try {
            decoder.close();
        } finally {
            perceiver.close();
        }
    }
}
