package org.egoscope.perception.internal.hands;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.egoscope.core.geometry.CameraModel;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.HandSide;

/**
 * Whose hand it is, and which.
 *
 * <p><b>Own or another's.</b> Two pieces of evidence per frame, averaged over time: the direction from knuckles to wrist (the wearer's
 * arms come from below, a person's across the table from above), and the distance by the palm's size (the wearer's hands are within an
 * arm's length). A hand is the wearer's if the mean is positive, at most two hands are, and at most one of each side.
 *
 * <p><b>Left or right.</b> The network's probability enters as log odds in a decayed sum. For the wearer, a prior is added: the forearm,
 * prolonged to the bottom edge, comes from the left half for the left arm and from the right half for the right. Two hands of the wearer
 * get the two sides in the way that suits both together better.
 *
 * <p>Known to fail: arms crossed for long, hands of somebody beside the wearer reaching in from below, mirrored video.
 */
final class HandRoles {
    /** A frame's log odds are cut here: the network is often sure and wrong on seldom seen views. */
    private static final double MAX_FRAME_LOG_ODDS = 2.0;
    /** Frames are far from independent: many agreeing ones count as much as two. */
    private static final double STEADY_GAIN = 2;
    /** Memory of about 20 frames. */
    private static final double DECAY = 0.95;
    /** Log odds of the arm's side when it comes from the image's very edge. */
    private static final double ARM_PRIOR_LOG_ODDS = 4.0;
    /** Palm length of an average adult, wrist to middle knuckle; with it the distance is focal length x this / pixels. */
    private static final double PALM_METERS = 0.09;
    /** Between the wearer's stretched arm (a shortened palm looks farther) and a person opposite. */
    private static final double BORDER_METERS = 1.0;
    private static final double BORDER_WIDTH_METERS = 0.3;
    /** Half: a hand well within reach is the wearer's even if it is bent towards the wearer. */
    private static final double DIRECTION_SHARE = 0.5;
    /** An arm that lies level in the picture still counts slightly as the wearer's. */
    private static final double LEVEL_ARM = 0.25;

    /** @param rightLogOdds of the side, positive for right */
    record Role(HandTrack track, HandSide side, double rightLogOdds, boolean wearer) {}

    private HandRoles() {}

    /** Takes this frame's evidence into a track. */
    static void learn(HandTrack track, double rightProbability, CameraModel camera) {
        double odds = Math.log(clamp(rightProbability, 1e-3, 1 - 1e-3) / clamp(1 - rightProbability, 1e-3, 1 - 1e-3));
        track.rightLogOdds = DECAY * track.rightLogOdds
                + (1 - DECAY) * STEADY_GAIN * clamp(odds, -MAX_FRAME_LOG_ODDS, MAX_FRAME_LOG_ODDS);
        double weight = DECAY * track.ownWeight + 1 - DECAY;
        track.ownEvidence =
                (DECAY * track.ownWeight * track.ownEvidence + (1 - DECAY) * ownEvidence(track, camera)) / weight;
        track.armLogOdds =
                (DECAY * track.ownWeight * track.armLogOdds + (1 - DECAY) * armLogOdds(track, camera.imageSize())) / weight;
        track.ownWeight = weight;
    }

    private static double ownEvidence(HandTrack track, CameraModel camera) {
        double dx = track.wristX() - track.knuckleX();
        double dy = track.wristY() - track.knuckleY();
        double down = dy / Math.max(1e-6, Math.hypot(dx, dy));
        double meters = PALM_METERS * camera.focalX() / Math.max(1, track.palmPixels());
        double near = clamp((BORDER_METERS - meters) / BORDER_WIDTH_METERS, -1, 1);
        return DIRECTION_SHARE * clamp(down + LEVEL_ARM, -1, 1) + (1 - DIRECTION_SHARE) * near;
    }

    /** Roles of all tracks of a frame, in their order. */
    static List<Role> assign(List<HandTrack> tracks) {
        List<HandTrack> own = new ArrayList<>();
        tracks.stream()
                .filter(track -> track.ownEvidence > 0)
                .sorted(Comparator.comparingDouble((HandTrack track) -> -track.ownEvidence).thenComparingLong(track -> track.id))
                .limit(2)
                .forEach(own::add);
        List<Role> roles = new ArrayList<>();
        for (HandTrack track : tracks) {
            if (!own.contains(track)) {
                roles.add(role(track, track.rightLogOdds, false));
            } else if (own.size() == 1) {
                roles.add(role(track, ownLogOdds(track), true));
            } else {
                HandTrack other = own.get(own.get(0) == track ? 1 : 0);
                double difference = ownLogOdds(track) - ownLogOdds(other);
                roles.add(role(track, difference == 0 ? Long.compare(track.id, other.id) : difference / 2, true));
            }
        }
        return roles;
    }

    private static Role role(HandTrack track, double rightLogOdds, boolean wearer) {
        return new Role(track, rightLogOdds >= 0 ? HandSide.RIGHT : HandSide.LEFT, rightLogOdds, wearer);
    }

    private static double ownLogOdds(HandTrack track) {
        return track.rightLogOdds + track.armLogOdds;
    }

    /** Where the forearm, prolonged beyond the wrist, meets the bottom edge or the side: -1 far left to 1 far right. */
    private static double armLogOdds(HandTrack track, ImageSize size) {
        double dx = track.wristX() - track.knuckleX();
        double dy = track.wristY() - track.knuckleY();
        double fromBottom = Math.max(0, size.height() - track.wristY());
        double shift = dy > 0.2 * Math.abs(dx) ? dx / dy * fromBottom : Math.signum(dx) * size.width();
        double x = clamp(track.wristX() + clamp(shift, -size.width(), size.width()), 0, size.width());
        return ARM_PRIOR_LOG_ODDS * (x / size.width() - 0.5) * 2;
    }

    static double clamp(double value, double low, double high) {
        return Math.max(low, Math.min(high, value));
    }
}
