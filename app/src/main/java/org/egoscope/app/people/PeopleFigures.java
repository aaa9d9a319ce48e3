package org.egoscope.app.people;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Person;

/**
 * Counts over the frames of a clip. A face counts as covered if 0.9 of its labelled box is; a person as found if one is reported whose nose
 * lies within the labelled face, grown by half. A covered place that touches no labelled face is a false spot.
 */
final class PeopleFigures {
    private static final double COVERED = 0.9;
    private static final float NOSE_REACH = 0.5f;
    private static final double NANOS_PER_MILLI = 1e6;

    private final String name;
    private final Set<Long> ids = new HashSet<>();
    private long frames;
    private long faces;
    private long covered;
    private double leastShare = 1;
    private long found;
    private long others;
    private long spots;
    private long framesWithSpots;
    private long peopleNanos;
    private long faceNanos;

    PeopleFigures(String name) {
        this.name = name;
    }

    /** Processor time of one frame. */
    record Cost(long peopleNanos, long faceNanos) {}

    void add(List<BoundingBox> labelled, List<BoundingBox> places, List<Person> people, Cost cost) {
        frames++;
        faces += labelled.size();
        for (BoundingBox face : labelled) {
            double share = coveredShare(face, places);
            leastShare = Math.min(leastShare, share);
            covered += share >= COVERED ? 1 : 0;
            found += people.stream().anyMatch(person -> isOf(person, face)) ? 1 : 0;
        }
        for (Person person : people) {
            ids.add(person.trackId());
            others += labelled.stream().noneMatch(face -> isOf(person, face)) ? 1 : 0;
        }
        long away = places.stream().filter(place -> labelled.stream().noneMatch(face -> face.intersectionArea(place) > 0)).count();
        spots += away;
        framesWithSpots += away > 0 ? 1 : 0;
        peopleNanos += cost.peopleNanos;
        faceNanos += cost.faceNanos;
    }

    void add(PeopleFigures more) {
        frames += more.frames;
        faces += more.faces;
        covered += more.covered;
        leastShare = Math.min(leastShare, more.leastShare);
        found += more.found;
        others += more.others;
        spots += more.spots;
        framesWithSpots += more.framesWithSpots;
        peopleNanos += more.peopleNanos;
        faceNanos += more.faceNanos;
    }

    /** Share of the box's pixels that lie in any of the places. */
    static double coveredShare(BoundingBox box, List<BoundingBox> places) {
        int inside = 0;
        int all = 0;
        for (int y = (int) Math.floor(box.y()); y < box.bottom(); y++) {
            for (int x = (int) Math.floor(box.x()); x < box.right(); x++) {
                all++;
                int px = x;
                int py = y;
                inside += places.stream().anyMatch(one -> px >= one.x() && py >= one.y() && px < one.right() && py < one.bottom()) ? 1 : 0;
            }
        }
        return all == 0 ? 1 : inside / (double) all;
    }

    private static boolean isOf(Person person, BoundingBox face) {
        float[] nose = person.toKeypointArray();
        float reachX = face.width() * NOSE_REACH / 2;
        float reachY = face.height() * NOSE_REACH / 2;
        return nose[0] >= face.x() - reachX && nose[0] <= face.right() + reachX
                && nose[1] >= face.y() - reachY && nose[1] <= face.bottom() + reachY;
    }

    static String heading() {
        return String.format(
                Locale.ROOT, "%-28s %6s %12s %10s %12s %7s %5s %9s %11s %9s %9s", "clip", "frames", "covered", "least", "people found", "others",
                "ids", "spots", "with spots", "people ms", "faces ms");
    }

    @Override
    public String toString() {
        double every = Math.max(1, frames);
        return String.format(
                Locale.ROOT, "%-28s %6d %12s %10s %12s %7d %5d %9.3f %11s %9.1f %9.1f", name, frames, ofFaces(covered),
                faces == 0 ? "-" : String.format(Locale.ROOT, "%.2f", leastShare), ofFaces(found), others, ids.size(), spots / every,
                framesWithSpots + "/" + frames, peopleNanos / every / NANOS_PER_MILLI, faceNanos / every / NANOS_PER_MILLI);
    }

    private String ofFaces(long count) {
        return faces == 0 ? "-" : count + "/" + faces;
    }
}
