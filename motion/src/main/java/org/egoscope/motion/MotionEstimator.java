package org.egoscope.motion;

import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.PipelineException;
import org.egoscope.core.Sink;
import org.egoscope.core.StateBytes;
import org.egoscope.core.StatefulStage;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.motion.BodyPose;
import org.egoscope.core.motion.MotionEvent;
import org.egoscope.core.motion.MotionWindow;
import org.egoscope.core.motion.MotionWindow.PosedFrame;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HeadMount;
import org.egoscope.core.observation.HeadPose;
import org.egoscope.core.observation.Observation;
import org.egoscope.core.observation.ObservationEvent;
import org.egoscope.core.time.TimeRange;
import org.egoscope.core.video.Gap;
import org.egoscope.motion.internal.Conditions;
import org.egoscope.motion.internal.MotionCondition;
import org.egoscope.motion.internal.MotionGenerator;
import org.egoscope.motion.internal.ObservationState;
import org.jspecify.annotations.Nullable;

/**
 * The motion stage of one session: the wearer's body per frame, from head pose and hands.
 *
 * <p>Frames in which the head is lost travel on without a body; each run of them is accounted for by one gap, emitted when the run ends.
 * The track splits there, and where more than a quarter of a second is missing. Memory does not grow with the session.
 */
public final class MotionEstimator implements StatefulStage<ObservationEvent, MotionEvent> {
    private static final int FORMAT = 3;
    private static final String STAGE = "motion";

    /** Across a longer hole nothing is carried over: a body can be anywhere by then. */
    private static final long LONGEST_HOLE_NANOS = 250_000_000L;

    /** Share of the latency that the first frame of a bunch spends waiting for the others. */
    private static final double BUNCHING_SHARE = 0.3;

    /**
     * With so little of it all is spent on seeing ahead, and every frame is decided by itself: this is smoother, and bunches within such
     * windows leave feet behind, since they do not tell them from noise.
     */
    private static final double SHORT_LATENCY_SECONDS = 0.6;

    private final MotionGenerator generator;
    private final long latencyNanos;
    private final long lookAheadNanos;

    /** Frames of the present track that are not decided yet. */
    private final List<Observation> held = new ArrayList<>();

    private final List<MotionCondition> conditions = new ArrayList<>();

    /** By how much the camera of each held frame is taken to be tilted on the head, radians. */
    private final List<Double> tilts = new ArrayList<>();

    private final HeadMount mount = new HeadMount();
    private boolean measured;
    private @Nullable LostRun lost;
    private boolean inTrack;
    private long lastEndNanos;

    private record LostRun(long firstFrameIndex, long frameCount, TimeRange span) {
        LostRun extendedBy(Observation next) {
            return new LostRun(firstFrameIndex, frameCount + 1, new TimeRange(span.start(), next.span().end()));
        }

        Gap toGap() {
            return new Gap(
                    STAGE,
                    firstFrameIndex,
                    frameCount,
                    span,
                    Gap.Reason.HEAD_LOST,
                    "head pose: expected a tracked head to hang the body from, got " + frameCount + " lost frames");
        }
    }

    MotionEstimator(MotionGenerator generator, MotionConfig config) {
        this.generator = generator;
        double bunching = bunchingSeconds(generator, config);
        double lookAhead = Math.min(config.latencySeconds() - bunching, generator.lookAheadSeconds());
        this.lookAheadNanos = Math.round(lookAhead * 1e9);
        this.latencyNanos = Math.round((lookAhead + bunching) * 1e9);
    }

    /** True if frames are decided one by one. */
    static boolean isShort(MotionConfig config) {
        return config.latencySeconds() <= SHORT_LATENCY_SECONDS;
    }

    static double bunchingSeconds(MotionGenerator generator, MotionConfig config) {
        return generator.decidesInBunches() && !isShort(config) ? config.latencySeconds() * BUNCHING_SHARE : 0;
    }

    /** What makes the motion, as written into {@link BodyPose.Body#method()}. */
    public String method() {
        return generator.method();
    }

    @Override
    public void accept(ObservationEvent event, Sink<? super MotionEvent> out) {
        if (event instanceof Gap gap) {
            decide(held.size(), out);
            endLostRun(out);
            out.emit(gap);
        } else if (event instanceof Observation observation) {
            take(observation, out);
        }
    }

    private void take(Observation observation, Sink<? super MotionEvent> out) {
        if (observation.headPose().isLost()) {
            decide(held.size(), out);
            inTrack = false;
            lost = lost == null ? new LostRun(observation.frameIndex(), 1, observation.span()) : lost.extendedBy(observation);
            out.emit(new MotionWindow(List.of(new PosedFrame(observation, null))));
            return;
        }
        endLostRun(out);
        boolean hole = observation.time().nanos() - lastEndNanos > LONGEST_HOLE_NANOS;
        if (!inTrack || hole) {
            decide(held.size(), out);
            generator.begin();
            inTrack = true;
        }
        lastEndNanos = observation.span().end().nanos();
        hold(observation, tilt(observation));
        decide(ready(), out);
    }

    /** Of a camera that stands for the headset while nobody says how it is worn; a headset that was ever measured is worn level. */
    private double tilt(Observation observation) {
        measured |= observation.headPose().source() == HeadPose.Source.SIDECAR;
        if (measured || observation.camera().cameraFromEyes().isPresent()) {
            return 0;
        }
        double seconds = (observation.span().end().nanos() - observation.span().start().nanos()) / 1e9;
        RigidTransform worldFromCamera =
                observation.headPose().worldFromDevice().times(observation.camera().deviceFromCamera());
        mount.observe(worldFromCamera, observation.hands().stream().anyMatch(Hand::wearer), seconds);
        return mount.tiltRadians();
    }

    private void hold(Observation observation, double tilt) {
        held.add(observation);
        tilts.add(tilt);
        conditions.add(Conditions.of(observation, tilt));
    }

    /** Frames whose future is known far enough, once the first of them must wait no longer. */
    private int ready() {
        long now = held.get(held.size() - 1).time().nanos();
        if (now - held.get(0).time().nanos() < latencyNanos) {
            return 0;
        }
        int ready = 0;
        while (ready < held.size() && now - held.get(ready).time().nanos() >= lookAheadNanos) {
            ready++;
        }
        return ready;
    }

    private void decide(int count, Sink<? super MotionEvent> out) {
        if (count == 0) {
            return;
        }
        List<BodyPose> bodies = generator.generate(List.copyOf(conditions), count);
        List<PosedFrame> frames = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            frames.add(new PosedFrame(held.get(i), bodies.get(i)));
        }
        held.subList(0, count).clear();
        conditions.subList(0, count).clear();
        tilts.subList(0, count).clear();
        out.emit(new MotionWindow(frames));
    }

    private void endLostRun(Sink<? super MotionEvent> out) {
        if (lost != null) {
            out.emit(lost.toGap());
            lost = null;
        }
    }

    @Override
    public void finish(Sink<? super MotionEvent> out) {
        decide(held.size(), out);
        endLostRun(out);
    }

    @Override
    public byte[] snapshot() {
        return StateBytes.of(out -> {
            out.writeInt(FORMAT);
            out.writeUTF(generator.method());
            StateBytes.writePart(out, generator.snapshot());
            out.writeBoolean(inTrack);
            out.writeLong(lastEndNanos);
            LostRun run = lost;
            out.writeBoolean(run != null);
            if (run != null) {
                out.writeLong(run.firstFrameIndex());
                out.writeLong(run.frameCount());
                out.writeLong(run.span().start().nanos());
                out.writeLong(run.span().end().nanos());
            }
            out.writeBoolean(measured);
            mount.write(out);
            out.writeInt(held.size());
            for (int i = 0; i < held.size(); i++) {
                ObservationState.write(out, held.get(i));
                out.writeDouble(tilts.get(i));
            }
        });
    }

    @Override
    public void restore(byte[] state) {
        held.clear();
        conditions.clear();
        tilts.clear();
        mount.clear();
        measured = false;
        lost = null;
        inTrack = false;
        lastEndNanos = 0;
        if (state.length == 0) {
            generator.restore(state);
            return;
        }
        StateBytes.read("motion state", state, in -> {
            checkHeader(in.readInt(), in.readUTF());
            generator.restore(StateBytes.readPart(in));
            inTrack = in.readBoolean();
            lastEndNanos = in.readLong();
            if (in.readBoolean()) {
                lost = new LostRun(in.readLong(), in.readLong(), TimeRange.ofNanos(in.readLong(), in.readLong()));
            }
            measured = in.readBoolean();
            mount.read(in);
            for (int left = in.readInt(); left > 0; left--) {
                hold(ObservationState.read(in), in.readDouble());
            }
        });
    }

    private void checkHeader(int format, String method) {
        if (format != FORMAT || !method.equals(generator.method())) {
            throw PipelineException.badInput("motion state: expected format " + FORMAT + " of " + generator.method() + ", got format "
                    + format + " of " + method);
        }
    }
}
