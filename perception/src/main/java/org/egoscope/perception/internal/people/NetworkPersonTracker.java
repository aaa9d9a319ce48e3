package org.egoscope.perception.internal.people;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.egoscope.core.StateBytes;
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
 * it says 0.9 and more. So a body is reported once the detector has found it twice or its face has been found and looked at closely, and
 * only as long as either is found again now and then. People whose body the detector does not see, as behind a table, are found by their
 * faces.
 */
public final class NetworkPersonTracker implements PersonTracker {
    private static final byte STATE_VERSION = 2;
    /** Two bodies that share more than this are one. */
    private static final float SAME_BODY = 0.35f;
    /** A body found again within this time, sharing this much with its last box, keeps its identity. */
    private static final long MEMORY_NANOS = 1_000_000_000L;
    private static final float REMEMBERED = 0.2f;
    /** Looks in vain before a body counts as lost. */
    private static final int PATIENCE = 6;
    /** Time after which a body not detected again is not believed any more. */
    private static final long BELIEF_NANOS = 1_500_000_000L;
    private static final int WHOLE_AND_SQUARES = 3;
    private static final int VIEWS = 6;
    /** Side of the nearer views as a share of the height, and where they begin: heads are above the middle. */
    private static final double NEAR = 0.7;
    private static final double NEAR_TOP = 0.15;
    /** Frame times are rounded: a search is due when this much of the interval has passed. */
    private static final double NEARLY = 0.9;
    /** Mean score of the close looks at which a face proves a person; what is no face had at most 0.5 in kitchens. */
    private static final float PROOF = 0.5f;
    /** From the middle of a face to the hips, and the radius of the circle about the body, of the face's height (standing adults). */
    private static final double HIPS_BELOW_FACE = 4.5;
    private static final double BODY_RADIUS = 6;
    /** Readings from a face alone until the landmarks lie well in their square. */
    private static final int FACE_READINGS = 2;

    private final BoxDetector detector;
    private final PoseNetwork landmarks;
    private final Optional<FaceFinder> faces;
    private final PeopleSettings settings;
    private final String method;
    private final PicturePyramid picture = new PicturePyramid();

    private List<PersonTrack> tracks = new ArrayList<>();
    private List<PersonTrack> lost = new ArrayList<>();
    private long nextId = 1;
    private long lastSearchNanos = Long.MIN_VALUE;
    private int views;

    /** @param faces detector of faces; without it those that a frame comes with are all there are */
    public NetworkPersonTracker(TorchModel detector, TorchModel landmarks, Optional<TorchModel> faces, PeopleSettings settings) {
        this.faces = faces.map(network -> new FaceFinder(network, PROOF, PROOF));
        this.detector = BoxDetector.ofPeople(detector, settings.personThreshold());
        this.landmarks = new PoseNetwork(landmarks);
        this.settings = settings;
        this.method = landmarks.name();
    }

    @Override
    public List<Person> track(VideoFrame frame, List<BoundingBox> known) {
        long now = frame.time().nanos();
        List<Person> people = new ArrayList<>(follow(frame, now));
        if (lastSearchNanos == Long.MIN_VALUE || (now - lastSearchNanos) / 1e9 >= NEARLY * settings.searchSeconds()) {
            lastSearchNanos = now;
            search(frame, known, now).forEach(found -> addNew(people, found, frame.size()));
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
                } else if (track.isBelieved()) {
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

    /** Those read in the search are reported at once where they are believed; those that were followed are already. */
    private void addNew(List<Person> people, Found found, ImageSize size) {
        PersonTrack track = found.track;
        if (track.isBelieved() && people.stream().noneMatch(person -> person.trackId() == track.id)) {
            people.add(new Person(track.id, found.reading.box(size), found.reading.presence(), method, found.reading.xyVisibility()));
            people.sort(Comparator.comparingLong(Person::trackId));
        }
    }

    private record Found(PersonTrack track, PoseReading reading) {}

    private List<Found> search(VideoFrame frame, List<BoundingBox> known, long now) {
        picture.take(frame);
        List<Found> all = new ArrayList<>();
        CropSampler.Region view = view(frame.size(), views++);
        for (PriorBox found : detector.detect(picture, view)) {
            PoseReading reading = landmarks.read(
                    frame, RotatedSquare.aroundCircle(found.pointX(0), found.pointY(0), found.pointX(1), found.pointY(1)));
            if (isBody(reading, frame.size())) {
                trackOf(reading, reading.box(frame.size()), now).ifPresent(track -> {
                    track.detect(now);
                    all.add(new Found(track, reading));
                });
            }
        }
        List<PriorBox> proofs = new ArrayList<>();
        known.forEach(face -> proofs.add(new PriorBox(1, new float[] {face.x(), face.y(), face.right(), face.bottom()})));
        faces.ifPresent(finder -> proofs.addAll(finder.faces(picture, facesIn(view, frame.size()), PROOF)));
        proofs.forEach(face -> prove(face, frame, now, all));
        tracks.sort(Comparator.comparingLong(track -> track.id));
        return all;
    }

    private static List<CropSampler.Region> facesIn(CropSampler.Region view, ImageSize size) {
        CropSampler.Region whole = view(size, 0);
        return view.equals(whole) ? List.of(whole) : List.of(whole, view);
    }

    private void prove(PriorBox face, VideoFrame frame, long now, List<Found> all) {
        Optional<PersonTrack> followed = tracks.stream().filter(track -> track.isOf(face)).findFirst();
        if (followed.isPresent()) {
            followed.get().believe(now);
            return;
        }
        behind(face, frame).ifPresent(reading -> trackOf(reading, reading.box(frame.size()), now).ifPresent(track -> {
            track.believe(now);
            all.add(new Found(track, reading));
        }));
    }

    /** The body that belongs to a face, read from where it would be if the person stood upright. */
    private Optional<PoseReading> behind(PriorBox face, VideoFrame frame) {
        float[] at = face.values();
        double x = (at[0] + at[2]) / 2;
        double hips = (at[1] + at[3]) / 2 + HIPS_BELOW_FACE * face.height();
        RotatedSquare square = RotatedSquare.aroundCircle(x, hips, x, hips - BODY_RADIUS * face.height());
        for (int i = 0; i < FACE_READINGS; i++) {
            PoseReading reading = landmarks.read(frame, square);
            if (isBody(reading, frame.size()) && reading.isOf(face)) {
                return Optional.of(reading);
            }
            square = reading.next();
        }
        return Optional.empty();
    }

    /** The track of a body, a new one if there is none; empty if there are too many. */
    private Optional<PersonTrack> trackOf(PoseReading reading, BoundingBox box, long now) {
        for (PersonTrack track : tracks) {
            if (track.box.iou(box) > SAME_BODY) {
                if (track.misses > 0) {
                    track.see(reading, box, now);
                }
                return Optional.of(track);
            }
        }
        if (tracks.size() >= settings.maximumPeople()) {
            return Optional.empty();
        }
        PersonTrack track = remembered(reading, box, now);
        track.see(reading, box, now);
        tracks.add(track);
        return Optional.of(track);
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
        return StateBytes.of(out -> {
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
        });
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
        StateBytes.read("person tracker state", state, in -> {
            StateBytes.requireVersion("person tracker state", STATE_VERSION, in.readByte());
            nextId = in.readLong();
            lastSearchNanos = in.readLong();
            views = in.readInt();
            for (List<PersonTrack> list : List.of(tracks, lost)) {
                for (int left = in.readInt(); left > 0; left--) {
                    list.add(PersonTrack.read(in));
                }
            }
        });
    }
}
