package org.egoscope.perception.internal.people;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Person;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.perception.PeopleSettings;
import org.egoscope.perception.PersonTracker;
import org.egoscope.perception.internal.detect.PriorBox;
import org.egoscope.perception.internal.hands.CropSampler;
import org.egoscope.perception.internal.hands.RotatedSquare;
import org.egoscope.torch.TorchModel;

/**
 * Other people by two networks: a detector finds them by the video's clock, the landmark network follows each from its own last
 * landmarks, in every frame.
 *
 * <p>What is believed. The landmark network finds a body in nearly anything: of arms, crockery and bags in kitchens, where nobody else is,
 * it says 0.9 and more. So a body is reported once the detector has found it twice, and only as long as the detector finds it again now
 * and then.
 */
public final class NetworkPersonTracker implements PersonTracker {
    private static final byte STATE_VERSION = 1;
    /** Two bodies that share more than this are one. */
    private static final float SAME_BODY = 0.35f;
    /** A body found again within this time, sharing this much with its last box, keeps its identity. */
    private static final long MEMORY_NANOS = 1_000_000_000L;
    private static final float REMEMBERED = 0.2f;
    /** Looks in vain before a body counts as lost. */
    private static final int PATIENCE = 6;
    /** Detections before a body is reported, and the time after which one not detected again is not believed any more. */
    private static final int DETECTIONS = 2;
    private static final long BELIEF_NANOS = 1_500_000_000L;
    private static final int WHOLE_AND_SQUARES = 3;
    private static final int VIEWS = 6;
    /** Side of the nearer views as a share of the height, and where they begin: heads are above the middle. */
    private static final double NEAR = 0.7;
    private static final double NEAR_TOP = 0.15;
    /** Frame times are rounded: a search is due when this much of the interval has passed. */
    private static final double NEARLY = 0.9;

    private final BoxDetector detector;
    private final PoseNetwork landmarks;
    private final PeopleSettings settings;
    private final String method;

    private List<PersonTrack> tracks = new ArrayList<>();
    private List<PersonTrack> lost = new ArrayList<>();
    private long nextId = 1;
    private long lastSearchNanos = Long.MIN_VALUE;
    private int views;

    public NetworkPersonTracker(TorchModel detector, TorchModel landmarks, PeopleSettings settings) {
        this.detector = BoxDetector.ofPeople(detector, settings.personThreshold());
        this.landmarks = new PoseNetwork(landmarks);
        this.settings = settings;
        this.method = landmarks.name();
    }

    @Override
    public List<Person> track(VideoFrame frame) {
        long now = frame.time().nanos();
        List<Person> people = new ArrayList<>(follow(frame, now));
        if (lastSearchNanos == Long.MIN_VALUE || (now - lastSearchNanos) / 1e9 >= NEARLY * settings.searchSeconds()) {
            lastSearchNanos = now;
            search(frame, now);
        }
        lost.removeIf(track -> now - track.lastSeenNanos > MEMORY_NANOS);
        return people;
    }

    private List<Person> follow(VideoFrame frame, long now) {
        List<Person> people = new ArrayList<>();
        for (Iterator<PersonTrack> all = tracks.iterator(); all.hasNext(); ) {
            PersonTrack track = all.next();
            PoseReading reading = landmarks.read(frame, track.region);
            BoundingBox box = reading.box(frame.size());
            if (people.stream().anyMatch(other -> other.box().iou(box) > SAME_BODY)) {
                all.remove();
            } else if (isBody(reading, frame.size())) {
                track.see(reading, box, now);
                if (now - track.lastDetectedNanos > BELIEF_NANOS) {
                    all.remove();
                } else if (track.timesDetected >= DETECTIONS) {
                    people.add(new Person(track.id, box, reading.presence(), method, reading.xyVisibility()));
                }
            } else if (++track.misses >= PATIENCE) {
                all.remove();
                lost.add(track);
            }
        }
        return people;
    }

    private boolean isBody(PoseReading reading, ImageSize size) {
        return reading.presence() >= settings.presenceThreshold() && reading.isOtherPerson(size);
    }

    private void search(VideoFrame frame, long now) {
        for (PriorBox found : detector.detect(frame, view(frame.size(), views++))) {
            PoseReading reading = landmarks.read(
                    frame, RotatedSquare.aroundCircle(found.pointX(0), found.pointY(0), found.pointX(1), found.pointY(1)));
            if (isBody(reading, frame.size())) {
                detected(reading, reading.box(frame.size()), now);
            }
        }
        tracks.sort(Comparator.comparingLong(track -> track.id));
    }

    private void detected(PoseReading reading, BoundingBox box, long now) {
        for (PersonTrack track : tracks) {
            if (track.box.iou(box) > SAME_BODY) {
                if (track.misses > 0) {
                    track.see(reading, box, now);
                }
                track.detect(now);
                return;
            }
        }
        if (tracks.size() < settings.maximumPeople()) {
            PersonTrack track = remembered(reading, box, now);
            track.see(reading, box, now);
            track.detect(now);
            tracks.add(track);
        }
    }

    private PersonTrack remembered(PoseReading reading, BoundingBox box, long now) {
        PersonTrack best = null;
        float most = REMEMBERED;
        for (PersonTrack track : lost) {
            if (track.box.iou(box) > most) {
                most = track.box.iou(box);
                best = track;
            }
        }
        if (best == null) {
            return new PersonTrack(nextId++, reading.next(), box, now);
        }
        lost.remove(best);
        return best;
    }

    /**
     * Where to look in turn: the detector gives the foremost person of what it is shown, so the picture is shown whole, then as its left
     * and right squares, then in three nearer ones.
     */
    static CropSampler.Region view(ImageSize size, int count) {
        int view = count % VIEWS;
        if (view == 0) {
            return new CropSampler.Region(0, 0, size.width(), size.height());
        }
        int shorter = Math.min(size.width(), size.height());
        int side = view < WHOLE_AND_SQUARES ? shorter : (int) (NEAR * shorter);
        int top = Math.min(size.height() - side, (int) (NEAR_TOP * size.height()));
        double along = view < WHOLE_AND_SQUARES ? view - 1 : (view - WHOLE_AND_SQUARES) / 2.0;
        return new CropSampler.Region((int) ((size.width() - side) * along), top, side, side);
    }

    @Override
    public byte[] snapshot() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(STATE_VERSION);
            out.writeLong(nextId);
            out.writeLong(lastSearchNanos);
            out.writeInt(views);
            for (List<PersonTrack> list : List.of(tracks, lost)) {
                out.writeInt(list.size());
                for (PersonTrack track : list) {
                    track.write(out);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void restore(byte[] state) {
        tracks = new ArrayList<>();
        lost = new ArrayList<>();
        nextId = 1;
        lastSearchNanos = Long.MIN_VALUE;
        views = 0;
        if (state.length == 0) {
            return;
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(state))) {
            byte version = in.readByte();
            if (version != STATE_VERSION) {
                throw new PipelineException(
                        ErrorKind.BAD_INPUT, "person tracker state: expected version " + STATE_VERSION + ", got " + version);
            }
            nextId = in.readLong();
            lastSearchNanos = in.readLong();
            views = in.readInt();
            for (List<PersonTrack> list : List.of(tracks, lost)) {
                for (int left = in.readInt(); left > 0; left--) {
                    list.add(PersonTrack.read(in));
                }
            }
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.BAD_INPUT, "person tracker state: expected whole, got truncated bytes", e);
        }
    }
}
