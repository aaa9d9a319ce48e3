package org.egoscope.synthetic.internal.script;

import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.synthetic.internal.body.HandShape;
import org.egoscope.synthetic.internal.body.MinimumJerk;
import org.jspecify.annotations.Nullable;

/** Where one hand is over time: stops in the world (or hanging at the side), with minimum-jerk ways between them. */
final class HandPlan {
    private final List<Stop> stops = new ArrayList<>();

    /** {@code worldFromHand} null means hanging at the side; {@code detour} is how far the way to here bulges, metres. */
    private record Stop(double seconds, @Nullable RigidTransform worldFromHand, double[] curls, Vec3 detour) {}

    HandPlan(double[] restCurls) {
        stops.add(new Stop(0, null, restCurls, Vec3.ZERO));
    }

    /** Stay until then. */
    HandPlan stayUntil(double seconds) {
        Stop last = last();
        stops.add(new Stop(seconds, last.worldFromHand(), last.curls(), Vec3.ZERO));
        return this;
    }

    HandPlan moveTo(double seconds, @Nullable RigidTransform worldFromHand, Vec3 detour) {
        stops.add(new Stop(seconds, worldFromHand, last().curls(), detour));
        return this;
    }

    HandPlan shapeTo(double seconds, double[] curls) {
        stops.add(new Stop(seconds, last().worldFromHand(), curls, Vec3.ZERO));
        return this;
    }

    /** Moves and changes the shape of the hand on the way. */
    HandPlan moveTo(double seconds, @Nullable RigidTransform worldFromHand, double[] curls, Vec3 detour) {
        stops.add(new Stop(seconds, worldFromHand, curls, detour));
        return this;
    }

    private Stop last() {
        return stops.get(stops.size() - 1);
    }

    private int before(double seconds) {
        int i = 0;
        while (i + 2 < stops.size() && stops.get(i + 1).seconds() <= seconds) {
            i++;
        }
        return i;
    }

    /** @param hanging where the hand hangs at this time */
    RigidTransform worldFromHand(double seconds, RigidTransform hanging) {
        Stop a = stops.get(before(seconds));
        Stop b = stops.get(before(seconds) + 1);
        RigidTransform from = a.worldFromHand() == null ? hanging : a.worldFromHand();
        RigidTransform to = b.worldFromHand() == null ? hanging : b.worldFromHand();
        double share = share(a, b, seconds);
        double f = MinimumJerk.at(share);
        Quaternion turn = from.rotation().slerp(to.rotation(), f);
        Vec3 place = from.translation().lerp(to.translation(), f).plus(b.detour().times(MinimumJerk.detour(share)));
        return new RigidTransform(turn, place);
    }

    double curl(double seconds, int finger) {
        Stop a = stops.get(before(seconds));
        Stop b = stops.get(before(seconds) + 1);
        double f = MinimumJerk.at(share(a, b, seconds));
        return a.curls()[finger] + (b.curls()[finger] - a.curls()[finger]) * f;
    }

    private static double share(Stop a, Stop b, double seconds) {
        return (seconds - a.seconds()) / (b.seconds() - a.seconds());
    }

    static double[] curls(double thumb, double fingers) {
        double[] curls = new double[HandShape.FINGERS];
        java.util.Arrays.fill(curls, fingers);
        curls[0] = thumb;
        return curls;
    }
}
