package org.egoscope.app.motion;

import org.egoscope.motion.BodySequence;

/**
 * A run of frames with bodies. World: floor z = 0.
 *
 * @param firstFrame index of the first frame in the recording
 * @param motion the bodies
 * @param floorInFile height of the floor along the file's up, metres
 * @param method what made it
 * @param logLikelihood per frame, nats per channel; empty where it was not asked for
 */
record BodyTake(int firstFrame, BodySequence motion, double floorInFile, String method, float[] logLikelihood) {
    BodyTake(int firstFrame, BodySequence motion, double floorInFile, String method) {
        this(firstFrame, motion, floorInFile, method, new float[0]);
    }
}
