package org.egoscope.perception;

/**
 * How other people are searched and followed, and whether their faces are blurred.
 *
 * @param find whether people are looked for at all where the networks are there
 * @param blurFaces whether faces are made unrecognisable before anything but the search for people sees the pixels
 * @param searchSeconds between two runs of the person detector, of the video's clock
 * @param personThreshold score above which a detected body is looked at, 0..1; high, since the landmark network, which looks at it then,
 *     takes arms and crockery for bodies
 * @param presenceThreshold probability of a body above which it is reported, 0..1
 * @param maximumPeople most people followed at once
 * @param faceSearchSeconds in which every part of the picture is searched for faces from near, of the video's clock; the whole picture is
 *     searched in every frame. 0: every part in every frame, the slowest and safest
 * @param faceThreshold mean score of five close looks above which something new is blurred as a face, 0..1; low, since a face missed is
 *     worse than a spot too many
 * @param holdSeconds how long a face's place stays blurred after the face was last seen
 */
public record PeopleSettings(
        boolean find,
        boolean blurFaces,
        double searchSeconds,
        float personThreshold,
        float presenceThreshold,
        int maximumPeople,
        double faceSearchSeconds,
        float faceThreshold,
        double holdSeconds) {
    public static final PeopleSettings DEFAULT = new PeopleSettings(true, false, 0.1, 0.7f, 0.5f, 6, 0.1, 0.42f, 0.5);

    public PeopleSettings {
        if (!isShare(personThreshold) || !isShare(presenceThreshold) || !isShare(faceThreshold)) {
            throw new IllegalArgumentException("people thresholds: expected within 0..1, got " + personThreshold + ", "
                    + presenceThreshold + " and " + faceThreshold);
        }
        if (!(searchSeconds >= 0) || !(faceSearchSeconds >= 0) || !(holdSeconds >= 0) || maximumPeople < 1) {
            throw new IllegalArgumentException("people: expected times >= 0 and a maximum >= 1, got " + searchSeconds + ", "
                    + faceSearchSeconds + ", " + holdSeconds + ", " + maximumPeople);
        }
    }

    private static boolean isShare(float value) {
        return value > 0 && value < 1;
    }

    /** With faces blurred. */
    public PeopleSettings withBlurredFaces() {
        return new PeopleSettings(
                find, true, searchSeconds, personThreshold, presenceThreshold, maximumPeople, faceSearchSeconds, faceThreshold,
                holdSeconds);
    }
}
