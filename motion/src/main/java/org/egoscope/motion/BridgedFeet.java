package org.egoscope.motion;

import org.egoscope.core.geometry.Quaternion;
import org.egoscope.motion.internal.ContactLabels;
import org.egoscope.motion.internal.flow.BodyState;
import org.egoscope.motion.internal.guidance.BodyGuidance;
import org.egoscope.motion.internal.guidance.GuidanceConfig;
import org.egoscope.motion.internal.guidance.GuidanceTargets;
import org.egoscope.motion.internal.process.ProcessRegression;

/**
 * Feet of a bridged motion: when each one stands is expected from when it stood before and after, as a turn is from turns, so that the
 * rhythm of steps goes on; then guidance lets it rest and step. Guidance goes on from what is known before; a second solution goes back from
 * what is known after. The one goes over to the other while the foot moves.
 */
final class BridgedFeet {
    private static final double LOOKED_AT_SECONDS = 1;

    /** Metres per second that count as no way. */
    private static final double CREEPING = 0.01;

    /** Contacts come and go at once, while what is expected of them changes slowly. */
    private static final double SURENESS = 2;

    /** Toes and ankles. */
    private static final int CHANNELS = 4;

    private static final int J = BodySkeleton.JOINTS;

    /** Left, right; the foot is the last. */
    private static final int[][] LEGS = {{1, 4, 7, 10}, {2, 5, 8, 11}};

    private final BodySequence bridged;
    private final int from;
    private final int missing;

    private BridgedFeet(BodySequence bridged, int from, int missing) {
        this.bridged = bridged;
        this.from = from;
        this.missing = missing;
    }

    /** The same with feet that stand and step in frames {@code [from, from + missing)}; at least 2 frames on either side. */
    static BodySequence stand(BodySequence bridged, int from, int missing) {
        return new BridgedFeet(bridged, from, missing).stand();
    }

    private BodySequence stand() {
        BodySequence expected = bridged.withContacts(contacts());
        BodySequence on = guided(expected, from);
        BodySequence back = reversed(guided(reversed(expected), bridged.frames() - from - missing));
        float[] rotations = expected.rotationsInWorld().clone();
        for (int[] leg : LEGS) {
            double[] share = way(on, back, leg[leg.length - 1]);
            for (int joint : leg) {
                for (int t = from; t < from + missing; t++) {
                    Quaternion led = on.rotationInWorld(t, joint).slerp(back.rotationInWorld(t, joint), share[t - from]);
                    put(led.normalized(), rotations, t * J + joint);
                }
            }
        }
        BodySequence hung = BodyState.hung(HeadTrajectory.of(expected, 0), rotations, expected.contacts());
        float[] joints = expected.jointsInWorld().clone();
        System.arraycopy(hung.jointsInWorld(), from * J * 3, joints, from * J * 3, missing * J * 3);
        float[] contacts = bridged.contacts().clone();
        int first = from * BodySequence.CONTACTS;
        System.arraycopy(expected.contacts(), first, contacts, first, missing * BodySequence.CONTACTS);
        return new BodySequence(bridged.skeleton(), bridged.framesPerSecond(), rotations, joints, contacts);
    }

    /** Goes on from so many frames that stay as they are. */
    private static BodySequence guided(BodySequence body, int committed) {
        GuidanceTargets targets = GuidanceTargets.floorAtZero().withCommitted(body.slice(0, committed));
        return new BodyGuidance(GuidanceConfig.defaults()).refine(body, targets);
    }

    private static BodySequence reversed(BodySequence body) {
        return new BodySequence(
                body.skeleton(), body.framesPerSecond(), reversed(body.rotationsInWorld(), J * 4), reversed(body.jointsInWorld(), J * 3),
                reversed(body.contacts(), BodySequence.CONTACTS));
    }

    private static float[] reversed(float[] values, int perFrame) {
        float[] other = new float[values.length];
        for (int at = 0; at < values.length; at += perFrame) {
            System.arraycopy(values, at, other, values.length - perFrame - at, perFrame);
        }
        return other;
    }

    /**
     * Share of the foot's way across the gap that is behind it, from 0 to 1 without a jump in velocity: while it stands it stays where one
     * of both solutions has it stand. A little of the time counts, too, so that it is a share where nothing moves.
     */
    private double[] way(BodySequence on, BodySequence back, int foot) {
        double[] way = new double[missing + 1];
        double sum = 0;
        for (int i = 0; i <= missing; i++) {
            int t = from + i;
            sum += on.jointInWorld(t, foot).distanceTo(on.jointInWorld(t - 1, foot))
                    + back.jointInWorld(t, foot).distanceTo(back.jointInWorld(t - 1, foot)) + CREEPING / bridged.framesPerSecond();
            way[i] = sum;
        }
        for (int i = 0; i <= missing; i++) {
            double part = way[i] / sum;
            way[i] = part * part * (3 - 2 * part);
        }
        return way;
    }

    /** {@code [T, 6]}: labels of the frames that are known; between, what is expected from them or seen of the bridged motion. */
    private float[] contacts() {
        float[] labels = ContactLabels.of(bridged);
        keep(ContactLabels.of(bridged.slice(0, from)), labels, 0);
        keep(ContactLabels.of(bridged.slice(from + missing, bridged.frames())), labels, from + missing);
        int reach = (int) Math.round(LOOKED_AT_SECONDS * bridged.framesPerSecond());
        int before = Math.min(reach, from);
        int after = Math.min(reach, bridged.frames() - from - missing);
        double[] known = new double[before + after];
        for (int i = 0; i < known.length; i++) {
            known[i] = frame(i, before) / bridged.framesPerSecond();
        }
        double[] asked = new double[missing];
        for (int t = 0; t < missing; t++) {
            asked[t] = (from + t) / bridged.framesPerSecond();
        }
        ProcessRegression regression = new ProcessRegression(known, new boolean[known.length], asked);
        for (int channel = 0; channel < CHANNELS; channel++) {
            double[] values = new double[known.length];
            for (int i = 0; i < known.length; i++) {
                values[i] = labels[frame(i, before) * BodySequence.CONTACTS + channel] - 0.5;
            }
            double[] expected = regression.predict(values);
            for (int t = 0; t < missing; t++) {
                int at = (from + t) * BodySequence.CONTACTS + channel;
                labels[at] = (float) Math.max(labels[at], Math.min(1, Math.max(0, 0.5 + SURENESS * expected[t])));
            }
        }
        return labels;
    }

    /** Of a known moment, the last ones before the gap first. */
    private int frame(int index, int before) {
        return index < before ? from - before + index : from + missing + index - before;
    }

    private static void keep(float[] labels, float[] all, int frame) {
        System.arraycopy(labels, 0, all, frame * BodySequence.CONTACTS, labels.length);
    }

    private static void put(Quaternion q, float[] values, int index) {
        values[index * 4] = (float) q.w();
        values[index * 4 + 1] = (float) q.x();
        values[index * 4 + 2] = (float) q.y();
        values[index * 4 + 3] = (float) q.z();
    }
}
