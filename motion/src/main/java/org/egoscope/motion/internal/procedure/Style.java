package org.egoscope.motion.internal.procedure;

import java.util.Random;

/** How one person moves. Ranges are taste, within what motion studies of healthy adults report. */
final class Style {
    /** Above 1 moves slower. */
    final double slowness;
    /** Of a bend forward, what the hips take; the spine takes the rest. Lumbopelvic studies: 0.4 to 0.7 in deep bends. */
    final double hipShare;
    /** Of a look down or aside, what the head takes before the eyes. */
    final double headShare;
    /** Of the head's turn, what the trunk takes. */
    final double trunkShare;
    /** Elbows outwards: 0 hang, 1 wide. */
    final double elbowWidth;
    /** Of ball to ball, against the rest pose. */
    final double stance;
    final double toeOut;
    final Side mainHand;
    /** 0 stoops with straight legs, 1 squats. */
    final double kneeShare;
    final double noise;
    final double restLean;
    final double restHeadPitch;
    final double walkingSpeed;
    final double armSwing;
    final double slump;

    Style(Random random) {
        slowness = between(random, 0.8, 1.3);
        hipShare = between(random, 0.38, 0.68);
        headShare = between(random, 0.62, 0.95);
        trunkShare = between(random, 0.05, 0.3);
        elbowWidth = between(random, 0.0, 0.55);
        stance = between(random, 0.8, 1.45);
        toeOut = between(random, 0.02, 0.22);
        mainHand = random.nextDouble() < 0.12 ? Side.LEFT : Side.RIGHT;
        kneeShare = random.nextDouble();
        noise = between(random, 0.5, 1.6);
        restLean = between(random, -0.02, 0.10);
        restHeadPitch = between(random, -0.05, 0.25);
        walkingSpeed = between(random, 0.6, 1.15);
        armSwing = between(random, 0.5, 1.3);
        slump = between(random, 0.2, 1.0);
    }

    static double between(Random random, double least, double most) {
        return least + (most - least) * random.nextDouble();
    }
}
