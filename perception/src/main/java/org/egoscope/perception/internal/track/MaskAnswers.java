package org.egoscope.perception.internal.track;

import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.observation.Mask;
import org.egoscope.perception.internal.segment.Hierarchy;
import org.egoscope.perception.internal.segment.NodeMatcher;
import org.egoscope.perception.internal.segment.Segment;
import org.jspecify.annotations.Nullable;

/**
 * What a promptable network said of a key frame.
 *
 * @param ofTracks by plane of the active tracks: the mask of the thing now, null where none was asked for or none was like the thing
 * @param fresh masks of what no track covers, best first
 */
record MaskAnswers(List<@Nullable MaskAnswer> ofTracks, List<MaskAnswer> fresh) {
    /** All masks, those of tracks first. */
    List<MaskAnswer> all() {
        List<MaskAnswer> all = new ArrayList<>();
        for (MaskAnswer answer : ofTracks) {
            if (answer != null) {
                all.add(answer);
            }
        }
        all.addAll(fresh);
        return all;
    }

    List<Mask> masks() {
        return all().stream().map(MaskAnswer::mask).toList();
    }

    float[] qualities() {
        List<MaskAnswer> all = all();
        float[] qualities = new float[all.size()];
        for (int i = 0; i < qualities.length; i++) {
            qualities[i] = all.get(i).quality();
        }
        return qualities;
    }

    /**
     * The same as regions of a hierarchy that was cut along the masks.
     *
     * @param ofTracks by plane; null where there is no answer
     */
    record Regions(List<@Nullable Segment> ofTracks, List<Segment> fresh) {}

    Regions toRegions(NodeMatcher matcher, Hierarchy hierarchy) {
        List<@Nullable Segment> known = new ArrayList<>();
        for (MaskAnswer answer : ofTracks) {
            known.add(answer == null ? null : toSegment(answer, matcher, hierarchy));
        }
        return new Regions(known, fresh.stream().map(answer -> toSegment(answer, matcher, hierarchy)).toList());
    }

    private static Segment toSegment(MaskAnswer answer, NodeMatcher matcher, Hierarchy hierarchy) {
        return matcher.ofMask(hierarchy, answer.mask(), answer.predictedIou(), answer.stabilityScore());
    }
}
