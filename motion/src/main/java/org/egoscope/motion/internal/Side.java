package org.egoscope.motion.internal;

import org.egoscope.core.motion.SmplJoint;
import org.egoscope.core.observation.HandSide;

/** Left or right half of the body, with its joints. */
public enum Side {
    LEFT(1),
    RIGHT(-1);

    /** +1 towards +y (left), -1 towards -y. */
    final int sign;

    Side(int sign) {
        this.sign = sign;
    }

    Side other() {
        return this == LEFT ? RIGHT : LEFT;
    }

    HandSide handSide() {
        return this == LEFT ? HandSide.LEFT : HandSide.RIGHT;
    }

    SmplJoint hip() {
        return this == LEFT ? SmplJoint.LEFT_HIP : SmplJoint.RIGHT_HIP;
    }

    SmplJoint knee() {
        return this == LEFT ? SmplJoint.LEFT_KNEE : SmplJoint.RIGHT_KNEE;
    }

    SmplJoint ankle() {
        return this == LEFT ? SmplJoint.LEFT_ANKLE : SmplJoint.RIGHT_ANKLE;
    }

    SmplJoint foot() {
        return this == LEFT ? SmplJoint.LEFT_FOOT : SmplJoint.RIGHT_FOOT;
    }

    SmplJoint shoulder() {
        return this == LEFT ? SmplJoint.LEFT_SHOULDER : SmplJoint.RIGHT_SHOULDER;
    }

    SmplJoint elbow() {
        return this == LEFT ? SmplJoint.LEFT_ELBOW : SmplJoint.RIGHT_ELBOW;
    }

    SmplJoint wrist() {
        return this == LEFT ? SmplJoint.LEFT_WRIST : SmplJoint.RIGHT_WRIST;
    }

    SmplJoint hand() {
        return this == LEFT ? SmplJoint.LEFT_HAND : SmplJoint.RIGHT_HAND;
    }
}
