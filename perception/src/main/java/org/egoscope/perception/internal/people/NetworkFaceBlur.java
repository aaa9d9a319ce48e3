package org.egoscope.perception.internal.people;

import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.StateBytes;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Person;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.perception.FaceBlur;
import org.egoscope.perception.FaceCover;
import org.egoscope.perception.PeopleSettings;
import org.egoscope.perception.internal.detect.PriorBox;
import org.egoscope.torch.TorchModel;

/**
 * Blurs faces: what {@link FaceFinder} believes to be one, looked for in the views of {@link FaceViews}, and heads of bodies that show no
 * face to it. A face once believed is followed in every frame, by what the views show about its place or else by a look at it, is
 * looked at closely again now and then, and stays blurred for a while after it was last seen, so that a frame in which it is missed
 * shows nothing, see {@link HeldFaces}.
 */
public final class NetworkFaceBlur implements FaceBlur {
    private static final byte STATE_VERSION = 2;
    /** A detection with this score is blurred without a close look; other things had at most 0.70 in 62 frames of kitchens. */
    private static final float SURE_SCORE = 0.8f;
    /** Time after which a face that is followed is looked at closely again. */
    private static final long BELIEF_NANOS = 500_000_000L;
    /** Nose, eyes, ears, mouth. */
    private static final int HEAD_KEYPOINTS = 11;
    private static final float VISIBLE = 0.5f;
    private static final int LEAST_OF_HEAD = 3;
    /** Half the side of a head, of the distance between its outermost keypoints, which in profile is half that of a face. */
    private static final float HEAD_REACH = 0.75f;

    private final FaceFinder finder;
    private final FaceViews views;
    private final HeldFaces held;
    private final PicturePyramid picture = new PicturePyramid();
    private final FaceCover cover = new FaceCover();
    private List<HeldFace> found = new ArrayList<>();
    private List<BoundingBox> covered = List.of();

    public NetworkFaceBlur(TorchModel network, PeopleSettings settings) {
        finder = new FaceFinder(network, settings.faceThreshold(), SURE_SCORE);
        views = new FaceViews(settings.faceSearchSeconds());
        held = new HeldFaces(settings.holdSeconds());
    }

    @Override
    public List<BoundingBox> find(VideoFrame frame) {
        long now = frame.time().nanos();
        picture.take(frame);
        found = new ArrayList<>();
        finder.candidates(picture, views.due(frame.size(), now)).forEach(candidate -> take(candidate, now, found));
        for (HeldFace old : held.faces()) {
            if (found.stream().noneMatch(old::isSeenAgainAs)) {
                finder.again(picture, old.place()).forEach(candidate -> follow(candidate, now, found));
            }
        }
        return found.stream().map(face -> new BoundingBox(face.x0(), face.y0(), face.x1() - face.x0(), face.y1() - face.y0())).toList();
    }

    @Override
    public VideoFrame blur(VideoFrame frame, List<Person> people) {
        long now = frame.time().nanos();
        List<HeldFace> seen = found;
        people.forEach(person -> addHead(person.toKeypointArray(), now, seen));
        held.update(seen, now);
        found = new ArrayList<>();
        covered = held.faces().stream().map(face -> whole(face.blurred(now), frame.size())).filter(box -> box.area() > 0).toList();
        return cover.cover(frame, covered);
    }

    /** Takes a candidate for a face known already, or for a new one if it is one. */
    private void take(PriorBox candidate, long now, List<HeldFace> seen) {
        HeldFace face = HeldFace.of(candidate, now, now);
        boolean old = held.continuedBy(face, now).isPresent() && !isBeside(face, seen, now);
        if (old) {
            follow(candidate, now, seen);
        } else if (finder.isFace(picture, candidate)) {
            seen.add(face);
        }
    }

    /** Weak detections gather about a face: only the best goes on as that face, others must be faces of their own. */
    private static boolean isBeside(HeldFace face, List<HeldFace> seen, long now) {
        return seen.stream().anyMatch(better -> better.isContinuedBy(face, now));
    }

    /** Takes a candidate for a face known already if it is about where that is, and still is a face. */
    private void follow(PriorBox candidate, long now, List<HeldFace> seen) {
        HeldFace face = HeldFace.of(candidate, now, now);
        if (isBeside(face, seen, now)) {
            return;
        }
        held.continuedBy(face, now).ifPresent(old -> {
            boolean lately = now - old.believedNanos() <= BELIEF_NANOS;
            if (lately || finder.isStillFace(picture, candidate)) {
                seen.add(HeldFace.of(candidate, now, lately ? old.believedNanos() : now));
            }
        });
    }

    @Override
    public List<BoundingBox> covered() {
        return covered;
    }

    private static BoundingBox whole(float[] place, ImageSize size) {
        float left = (float) Math.max(0, Math.floor(place[0]));
        float top = (float) Math.max(0, Math.floor(place[1]));
        float right = (float) Math.min(size.width(), Math.ceil(place[2]));
        float bottom = (float) Math.min(size.height(), Math.ceil(place[3]));
        return new BoundingBox(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
    }

    private static void addHead(float[] xyVisibility, long now, List<HeldFace> found) {
        float left = Float.MAX_VALUE;
        float right = -Float.MAX_VALUE;
        float top = Float.MAX_VALUE;
        float bottom = -Float.MAX_VALUE;
        int visible = 0;
        for (int k = 0; k < HEAD_KEYPOINTS; k++) {
            if (xyVisibility[k * 3 + 2] >= VISIBLE) {
                left = Math.min(left, xyVisibility[k * 3]);
                right = Math.max(right, xyVisibility[k * 3]);
                top = Math.min(top, xyVisibility[k * 3 + 1]);
                bottom = Math.max(bottom, xyVisibility[k * 3 + 1]);
                visible++;
            }
        }
        if (visible >= LEAST_OF_HEAD) {
            float x = (left + right) / 2;
            float y = (top + bottom) / 2;
            float reach = HEAD_REACH * Math.max(right - left, bottom - top);
            found.add(new HeldFace(x - reach, y - reach, x + reach, y + reach, now, now));
        }
    }

    @Override
    public byte[] snapshot() {
        return StateBytes.of(out -> {
            out.writeByte(STATE_VERSION);
            views.write(out);
            held.write(out);
        });
    }

    @Override
    public void restore(byte[] state) {
        held.clear();
        views.clear();
        found = new ArrayList<>();
        covered = List.of();
        if (state.length == 0) {
            return;
        }
        StateBytes.read("face blur state", state, in -> {
            StateBytes.requireVersion("face blur state", STATE_VERSION, in.readByte());
            views.read(in);
            held.read(in);
        });
    }
}
