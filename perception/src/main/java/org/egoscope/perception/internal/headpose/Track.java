package org.egoscope.perception.internal.headpose;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One image point followed from frame to frame, with its observations in recent keyframes. */
final class Track {
    static final int MAX_OBSERVATIONS = 8;

    /** Pixels, as OpenCV counts them (pixel centres at whole numbers). */
    float x;

    float y;

    /** Normalised image coordinates now: camera point divided by its depth. */
    double nx;

    double ny;

    /** The same in the frame before. */
    double previousNx;

    double previousNy;

    @Nullable Landmark landmark;

    /** Frames in which it disagreed with the pose, less those in which it agreed. */
    int strikes;

    boolean inlier;
    int observations;
    final long[] keyframeIds = new long[MAX_OBSERVATIONS];

    /** {@code [MAX_OBSERVATIONS, 2]} normalised coordinates. */
    final double[] keyframePoints = new double[MAX_OBSERVATIONS * 2];

    void observe(long keyframeId) {
        if (observations == MAX_OBSERVATIONS) {
            // The first observation stays: it is the widest baseline.
            System.arraycopy(keyframeIds, 2, keyframeIds, 1, MAX_OBSERVATIONS - 2);
            System.arraycopy(keyframePoints, 4, keyframePoints, 2, (MAX_OBSERVATIONS - 2) * 2);
            observations--;
        }
        keyframeIds[observations] = keyframeId;
        keyframePoints[observations * 2] = nx;
        keyframePoints[observations * 2 + 1] = ny;
        observations++;
    }

    /** Index of the observation in that keyframe, or -1. */
    int observationIn(long keyframeId) {
        for (int i = 0; i < observations; i++) {
            if (keyframeIds[i] == keyframeId) {
                return i;
            }
        }
        return -1;
    }

    /** Drops observations in keyframes older than the given one. */
    void forgetBefore(long keyframeId) {
        int kept = 0;
        for (int i = 0; i < observations; i++) {
            if (keyframeIds[i] >= keyframeId) {
                keyframeIds[kept] = keyframeIds[i];
                keyframePoints[kept * 2] = keyframePoints[i * 2];
                keyframePoints[kept * 2 + 1] = keyframePoints[i * 2 + 1];
                kept++;
            }
        }
        observations = kept;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeFloat(x);
        out.writeFloat(y);
        out.writeDouble(nx);
        out.writeDouble(ny);
        out.writeLong(landmark == null ? -1 : landmark.id);
        out.writeInt(strikes);
        out.writeInt(observations);
        for (int i = 0; i < observations; i++) {
            out.writeLong(keyframeIds[i]);
            out.writeDouble(keyframePoints[i * 2]);
            out.writeDouble(keyframePoints[i * 2 + 1]);
        }
    }

    static Track read(DataInputStream in, LandmarkPool pool) throws IOException {
        Track track = new Track();
        track.x = in.readFloat();
        track.y = in.readFloat();
        track.nx = in.readDouble();
        track.ny = in.readDouble();
        long landmarkId = in.readLong();
        track.landmark = landmarkId < 0 ? null : pool.byId(landmarkId);
        track.strikes = in.readInt();
        track.observations = in.readInt();
        for (int i = 0; i < track.observations; i++) {
            track.keyframeIds[i] = in.readLong();
            track.keyframePoints[i * 2] = in.readDouble();
            track.keyframePoints[i * 2 + 1] = in.readDouble();
        }
        return track;
    }
}
