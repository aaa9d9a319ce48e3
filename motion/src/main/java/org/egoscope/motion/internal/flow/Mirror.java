package org.egoscope.motion.internal.flow;

import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.HeadTrajectory;

/** Left and right exchanged, by reflection at the plane y = 0. */
final class Mirror {
    private Mirror() {}

    static HeadTrajectory of(HeadTrajectory head) {
        int frames = head.frames();
        float[] rotations = new float[frames * 4];
        float[] positions = new float[frames * 3];
        HeadTrajectory.Wrists wrists = HeadTrajectory.Wrists.none(frames);
        for (int t = 0; t < frames; t++) {
            put(head.headRotation(t), rotations, t);
            put(head.headInWorld(t), positions, t);
            for (int hand = 0; hand < HeadTrajectory.HANDS; hand++) {
                int at = t * HeadTrajectory.HANDS + hand;
                wrists.confidence()[at] = head.wristConfidence(t, 1 - hand);
                put(head.wristRotation(t, 1 - hand), wrists.rotations(), at);
                put(head.wristInWorld(t, 1 - hand), wrists.positions(), at);
            }
        }
        HeadTrajectory.Setting setting =
                new HeadTrajectory.Setting(head.framesPerSecond(), head.floorKnown(), head.fieldOfViewRadians());
        return new HeadTrajectory(Augmentation.mirrored(head.skeleton()), setting, rotations, positions, wrists);
    }

    private static void put(Quaternion q, float[] values, int index) {
        values[index * 4] = (float) q.w();
        values[index * 4 + 1] = (float) -q.x();
        values[index * 4 + 2] = (float) q.y();
        values[index * 4 + 3] = (float) -q.z();
    }

    private static void put(Vec3 p, float[] values, int index) {
        values[index * 3] = (float) p.x();
        values[index * 3 + 1] = (float) -p.y();
        values[index * 3 + 2] = (float) p.z();
    }

    /** {@code [T, D]}: the states of the mirrored body, or back. */
    static float[] of(float[] states) {
        float[] mirrored = new float[states.length];
        for (int at = 0; at < states.length; at += BodyState.CHANNELS) {
            for (int joint = 0; joint < BodySkeleton.JOINTS; joint++) {
                if (joint != BodyState.HEAD) {
                    int to = at + BodyState.slot(joint) * 6;
                    int from = at + BodyState.slot(Augmentation.MIRRORED_JOINTS[joint]) * 6;
                    for (int c = 0; c < 6; c++) {
                        // The reflection S turns a rotation R into S R S: signs of the rows and columns with one y.
                        mirrored[to + c] = c == 1 || c == 3 || c == 5 ? -states[from + c] : states[from + c];
                    }
                }
            }
            int contacts = at + BodyState.ROTATIONS * 6;
            for (int c = 0; c < Augmentation.MIRRORED_CONTACTS.length; c++) {
                mirrored[contacts + c] = states[contacts + Augmentation.MIRRORED_CONTACTS[c]];
            }
        }
        return mirrored;
    }
}
