package org.egoscope.motion.internal.procedure;

import org.egoscope.core.motion.SmplJoint;

/** Left or right limbs. */
enum Side {
    LEFT(1),
    RIGHT(-1);

    /** Of the side's y: left is positive. */
    final int sign;

    Side(int sign) {
        this.sign = sign;
    }

    Side other() {
        return this == LEFT ? RIGHT : LEFT;
    }

    SmplJoint pick(SmplJoint left, SmplJoint right) {
        return this == LEFT ? left : right;
    }
}
