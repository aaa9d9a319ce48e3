package org.egoscope.scenegraph.internal.relation;

import java.util.Set;
import org.egoscope.scenegraph.internal.frame.Track;

/** Tells surfaces (what things rest on, what a room is made of) from things that hands use: by name, else by size in the picture. */
public final class Surfaces {
    /** COCO and everyday names of what things stand on or in front of. */
    private static final Set<String> NAMES = Set.of(
            "table", "dining table", "desk", "counter", "countertop", "worktop", "shelf", "bed", "couch", "sofa", "bench", "floor",
            "wall", "ceiling", "stove", "hob");

    private final double minAreaFraction;

    /** @param minAreaFraction share of the picture from which a thing without such a name is a surface */
    public Surfaces(double minAreaFraction) {
        this.minAreaFraction = minAreaFraction;
    }

    public boolean isSurface(Track track) {
        return NAMES.contains(track.votes().label()) || track.meanAreaFraction() >= minAreaFraction;
    }
}
