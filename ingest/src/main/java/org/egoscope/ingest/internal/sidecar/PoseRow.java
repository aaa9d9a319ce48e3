package org.egoscope.ingest.internal.sidecar;

import org.egoscope.core.geometry.RigidTransform;

/**
 * One line of a pose file.
 *
 * @param timeNanos on the file's clock
 * @param worldFromDevice already with +Z up
 * @param quality 0..1
 * @param graph name of the world the pose is in; empty if the file has only one
 * @param utcNanos Unix time, -1 if unknown
 */
record PoseRow(long timeNanos, RigidTransform worldFromDevice, double quality, String graph, long utcNanos) {}
