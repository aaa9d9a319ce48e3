package org.egoscope.scenegraph.internal.action;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.Sink;
import org.egoscope.core.graph.GraphEvent;
import org.egoscope.core.observation.HandSide;
import org.egoscope.scenegraph.SceneGraphConfig;
import org.egoscope.scenegraph.Verb;
import org.egoscope.scenegraph.internal.action.ActionLog.Doing;
import org.egoscope.scenegraph.internal.action.Phases.Phase;
import org.egoscope.scenegraph.internal.contact.ContactPair;
import org.egoscope.scenegraph.internal.contact.ContactTracker;
import org.egoscope.scenegraph.internal.contact.EndedContact;
import org.egoscope.scenegraph.internal.frame.Moment;
import org.egoscope.scenegraph.internal.frame.SceneFrame;
import org.jspecify.annotations.Nullable;

/**
 * What one hand does. An episode is the time a thing is held: it opens with reach and grasp (looking back from the moment the thing
 * moves with the hand), goes on as hold and move, and closes with put_down and release if the thing stays where it was left. Since only
 * the end tells what the last part of a carry was, phases are kept for a few seconds before they are emitted. A touch without holding
 * gives a reach alone.
 */
public final class HandActions {
    /** Phases that ended so long ago cannot become part of a putting down: occlusion, rest and setting down together last less. */
    private static final long DECIDED_NANOS = 5_000_000_000L;

    /** A hand that stays longer on the thing after it came to rest was holding it there, not putting it down. */
    private static final long PUT_DOWN_TO_RELEASE_NANOS = 1_000_000_000L;

    private static final long AIMED_TOUCH_NANOS = 500_000_000L;

    /**
     * How long before the contact a reach is taken to have begun if its beginning was out of view: seated and standing people take 0.6 to
     * 1.2 s to bring a hand to a thing within reach and close it (Jeannerod 1984 and after).
     */
    private static final long USUAL_REACH_NANOS = 900_000_000L;

    private static final long MOTION_PAUSE_NANOS = 100_000_000L;

    private final HandSide side;
    private final SceneGraphConfig.HandAction config;
    private final ContactTracker contacts;
    private final FrameClock clock;
    private final ActionLog log;
    private final Phases phases;
    private final List<Phase> undecided = new ArrayList<>();
    private long heldTrack;
    private float confidence;
    private @Nullable Moment carryStart;
    private @Nullable Moment freeFrom;

    public HandActions(HandSide side, SceneGraphConfig config, ContactTracker contacts, FrameClock clock, ActionLog log) {
        this.side = side;
        this.config = config.handAction();
        this.contacts = contacts;
        this.clock = clock;
        this.log = log;
        this.phases = new Phases(this.config.minPhaseNanos(), this.config.minPhaseNanos());
    }

    /** Takes in a frame after contacts have. */
    public void update(SceneFrame frame, List<EndedContact> ended, Sink<? super GraphEvent> out) {
        end(ended, out);
        ContactPair held = contacts.heldPair(side);
        if (heldTrack == 0 && held != null) {
            begin(held, out);
        }
        if (heldTrack == 0) {
            return;
        }
        ContactPair pair = contacts.pair(side, heldTrack);
        boolean moving = pair != null && movedLately(pair, frame.moment());
        confidence = pair == null ? confidence : pair.meanConfidence();
        Phase phase = phases.update(codeOf(moving ? Verb.MOVE : Verb.HOLD), frame.moment());
        if (phase != null) {
            undecided.add(phase);
        }
        emitDecided(frame.moment(), out);
    }

    /** A frame or two without the thing or the hand do not stop a motion. */
    private static boolean movedLately(ContactPair pair, Moment now) {
        Moment last = pair.lastTogether();
        return last != null && now.startNanos() - last.endNanos() <= MOTION_PAUSE_NANOS;
    }

    private void begin(ContactPair pair, Sink<? super GraphEvent> out) {
        Moment contact = pair.contactStart();
        Moment together = pair.togetherStart();
        if (contact == null || together == null) {
            return;
        }
        heldTrack = pair.trackId();
        confidence = pair.meanConfidence();
        emitReach(pair, contact, out);
        Moment grasp = contact.laterOf(clock.at(together.startNanos() - config.maxGraspNanos()));
        Moment carry = together.laterOf(clock.at(grasp.startNanos() + config.minNanos()));
        emit(Verb.GRASP, grasp, carry, out);
        carryStart = carry;
        phases.begin(codeOf(Verb.MOVE), carry);
    }

    private void emitReach(ContactPair pair, Moment contact, Sink<? super GraphEvent> out) {
        Moment start = pair.reachStart();
        if (start == null) {
            return;
        }
        if (pair.isReachFromOutside()) {
            start = start.earlierOf(clock.at(contact.startNanos() - USUAL_REACH_NANOS));
        }
        long earliest = contact.startNanos() - config.maxReachNanos();
        Moment reach = start.startNanos() >= earliest ? start : clock.at(earliest);
        emit(Verb.REACH, pair.trackId(), reach, contact, pair.meanConfidence(), out);
    }

    /** Takes in the contacts that ended. */
    public void end(List<EndedContact> ended, Sink<? super GraphEvent> out) {
        for (EndedContact contact : ended) {
            ContactPair pair = contact.pair();
            if (contact.side() != side || pair.contactStart() == null) {
                continue;
            }
            if (pair.trackId() == heldTrack) {
                finishEpisode(contact, out);
            } else if (heldTrack == 0 && lasted(pair) && !contacts.isSurface(pair.trackId())) {
                emitReach(pair, pair.contactStart(), out);
            }
        }
    }

    /** Shorter touches are brushes on the way to something else, not the aim of a reach. */
    private static boolean lasted(ContactPair pair) {
        Moment start = pair.contactStart();
        Moment last = pair.lastSupport();
        return start != null && last != null && start.through(last).durationNanos() >= AIMED_TOUCH_NANOS;
    }

    private void finishEpisode(EndedContact contact, Sink<? super GraphEvent> out) {
        Phase last = phases.end();
        if (last != null) {
            undecided.add(last);
        }
        confidence = contact.pair().meanConfidence();
        Moment end = contact.pair().lastSupport() == null ? clock.now() : contact.pair().lastSupport().next();
        if (contact.leftAtRest()) {
            leaveAtRest(contact.pair(), end, out);
        } else {
            emitPhasesUntil(end, out);
        }
        undecided.clear();
        heldTrack = 0;
        carryStart = null;
    }

    private void leaveAtRest(ContactPair pair, Moment end, Sink<? super GraphEvent> out) {
        Moment carry = carryStart == null ? end : carryStart;
        Moment rest = (pair.lastTogether() == null ? carry : pair.lastTogether().next()).laterOf(carry).earlierOf(end);
        Moment release = rest.laterOf(clock.at(end.startNanos() - config.maxReleaseNanos()))
                .earlierOf(clock.at(end.startNanos() - config.minNanos()));
        if (end.startNanos() - rest.startNanos() <= PUT_DOWN_TO_RELEASE_NANOS) {
            long halfCarry = (rest.startNanos() - carry.startNanos()) / 2;
            Moment putDown = clock.at(rest.startNanos() - Math.min(config.maxPutDownNanos(), halfCarry));
            emitPhasesUntil(putDown, out);
            emit(Verb.PUT_DOWN, putDown, release, out);
        } else {
            emitPhasesUntil(release, out);
        }
        emit(Verb.RELEASE, release, end, out);
    }

    /** Emits what is undecided up to a time, without what has been emitted. */
    private void emitPhasesUntil(Moment limit, Sink<? super GraphEvent> out) {
        for (Phase phase : undecided) {
            emit(verbOf(phase), phase.start(), phase.end().earlierOf(limit), out);
        }
    }

    private void emitDecided(Moment now, Sink<? super GraphEvent> out) {
        while (!undecided.isEmpty() && now.startNanos() - undecided.get(0).end().startNanos() > DECIDED_NANOS) {
            Phase phase = undecided.remove(0);
            emit(verbOf(phase), phase.start(), phase.end(), out);
        }
    }

    private static long codeOf(Verb verb) {
        return verb.ordinal() + 1L;
    }

    private static Verb verbOf(Phase phase) {
        return Verb.values()[(int) phase.code() - 1];
    }

    private void emit(Verb verb, Moment start, Moment end, Sink<? super GraphEvent> out) {
        emit(verb, heldTrack, start, end, confidence, out);
    }

    private void emit(Verb verb, long trackId, Moment start, Moment end, float sureness, Sink<? super GraphEvent> out) {
        Moment from = freeFrom == null ? start : start.laterOf(freeFrom);
        if (end.startNanos() - from.startNanos() >= config.minNanos()) {
            log.emit(new Doing(verb, side, trackId, from, end, sureness), out);
            freeFrom = end;
        }
    }

    public void write(DataOutput out) throws IOException {
        out.writeLong(heldTrack);
        out.writeFloat(confidence);
        Moment.write(carryStart, out);
        Moment.write(freeFrom, out);
        phases.write(out);
        out.writeInt(undecided.size());
        for (Phase phase : undecided) {
            out.writeLong(phase.code());
            Moment.write(phase.start(), out);
            Moment.write(phase.end(), out);
        }
    }

    public void read(DataInput in) throws IOException {
        heldTrack = in.readLong();
        confidence = in.readFloat();
        carryStart = Moment.read(in);
        freeFrom = Moment.read(in);
        phases.read(in);
        undecided.clear();
        for (int i = in.readInt(); i > 0; i--) {
            undecided.add(new Phase(in.readLong(), Moment.readPresent(in), Moment.readPresent(in)));
        }
    }
}
