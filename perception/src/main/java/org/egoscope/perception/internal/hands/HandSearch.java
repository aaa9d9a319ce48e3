package org.egoscope.perception.internal.hands;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.egoscope.core.video.VideoFrame;

/**
 * Finds hands that are not followed yet: palms of one view at a time, and for the best of them two looks by the landmark network, of which
 * the second counts. The palm's crop frames hands in ego views badly (they are seen from behind, holding something), so that the first
 * look often says no to a hand; it need only be right enough to aim the second. What was looked at and was no hand is left alone for a
 * while.
 */
final class HandSearch {
    /** Of palms whose first look gave less than this, 1 in 100 was a hand after the second (600 palms of 102 frames of real kitchens). */
    private static final float WORTH_A_SECOND_LOOK = 0.1f;
    /** Palms looked at in one frame at most: what a search may cost. */
    private static final int MOST_LOOKS = 3;
    private static final long REJECTED_NANOS = 200_000_000L;
    private static final double REJECTED_REACH = 0.35;
    /** Side of the view about a lost hand, in palms. */
    private static final double LOST_VIEW_PALMS = 5;

    /** A hand, and the presence that it had to reach. */
    record Found(HandReading reading, double bar) {}

    private record Place(double x, double y, double size, long untilNanos) {}

    private final PalmDetector detector;
    private final LandmarkNetwork landmarks;
    private final HandEvidence evidence;
    private List<Place> rejected = new ArrayList<>();
    private int view;

    HandSearch(PalmDetector detector, LandmarkNetwork landmarks, HandEvidence evidence) {
        this.detector = detector;
        this.landmarks = landmarks;
        this.evidence = evidence;
    }

    /** One look at the next view of the picture. */
    List<Found> nextView(VideoFrame frame, List<HandTrack> known) {
        return search(frame, PalmDetector.view(frame.size(), view++), known);
    }

    /** One look around where a hand was lost. */
    List<Found> around(HandTrack lost, VideoFrame frame, List<HandTrack> known) {
        double side = Math.max(LOST_VIEW_PALMS * lost.palmPixels(), frame.size().height() / 2.0);
        return search(frame, PalmDetector.around(lost.middleX(), lost.middleY(), side, frame.size()), known);
    }

    private List<Found> search(VideoFrame frame, CropSampler.Region region, List<HandTrack> known) {
        long now = frame.time().nanos();
        rejected.removeIf(place -> place.untilNanos() <= now);
        List<PalmDetection> palms = new ArrayList<>(detector.detect(frame, region));
        palms.removeIf(palm -> isKnown(palm, known) || isRejected(palm));
        palms.sort(Comparator.comparingDouble(PalmDetection::score).reversed());
        List<Found> found = new ArrayList<>();
        for (PalmDetection palm : palms.subList(0, Math.min(MOST_LOOKS, palms.size()))) {
            HandReading reading = look(frame, palm);
            double bar = evidence.bar(reading, frame);
            if (reading.presence() >= bar && HandShape.isPlausible(reading.xyInImage(), frame.size())) {
                found.add(new Found(reading, bar));
            } else {
                double size = Math.max(palm.width(), palm.height());
                rejected.add(new Place(palm.centerX(), palm.centerY(), size, now + REJECTED_NANOS));
            }
        }
        return found;
    }

    private HandReading look(VideoFrame frame, PalmDetection palm) {
        HandReading first = landmarks.read(frame, RotatedSquare.aroundPalm(palm));
        return first.presence() < WORTH_A_SECOND_LOOK
                ? first
                : landmarks.read(frame, RotatedSquare.aroundLandmarks(first.xyInImage()));
    }

    private static boolean isKnown(PalmDetection palm, List<HandTrack> known) {
        for (HandTrack track : known) {
            double reach = Math.max(track.palmPixels(), Math.max(palm.width(), palm.height())) / 2;
            if (Math.hypot(track.middleX() - palm.centerX(), track.middleY() - palm.centerY()) < reach) {
                return true;
            }
        }
        return false;
    }

    private boolean isRejected(PalmDetection palm) {
        double size = Math.max(palm.width(), palm.height());
        for (Place place : rejected) {
            double distance = Math.hypot(place.x() - palm.centerX(), place.y() - palm.centerY());
            if (distance < REJECTED_REACH * size && Math.abs(place.size() - size) < REJECTED_REACH * size) {
                return true;
            }
        }
        return false;
    }

    /** A followed thing turned out to be no hand: not to be found again at once. */
    void reject(HandTrack track, long now) {
        rejected.add(new Place(track.middleX(), track.middleY(), track.palmPixels(), now + REJECTED_NANOS));
    }

    void forget() {
        rejected = new ArrayList<>();
        view = 0;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(view % PalmDetector.VIEWS);
        out.writeInt(rejected.size());
        for (Place place : rejected) {
            out.writeDouble(place.x());
            out.writeDouble(place.y());
            out.writeDouble(place.size());
            out.writeLong(place.untilNanos());
        }
    }

    void read(DataInputStream in) throws IOException {
        forget();
        view = in.readInt();
        for (int count = in.readInt(); count > 0; count--) {
            rejected.add(new Place(in.readDouble(), in.readDouble(), in.readDouble(), in.readLong()));
        }
    }
}
