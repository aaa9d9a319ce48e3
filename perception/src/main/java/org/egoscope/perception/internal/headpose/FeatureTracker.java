package org.egoscope.perception.internal.headpose;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.global.opencv_video;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_core.TermCriteria;
import org.egoscope.core.geometry.CameraModel;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.observation.Hand;

/** The pictures of now and before, corners in them, and their motion (pyramidal Lucas-Kanade, checked forward and backward). */
final class FeatureTracker implements AutoCloseable {
    /** Window and levels reach about 80 pixels of motion per frame (half window times 2^levels). */
    private static final int WINDOW = 15;

    private static final int LEVELS = 3;
    private static final double BACKWARD_TOLERANCE_PIXELS = 0.7;
    private static final int BORDER_PIXELS = 6;

    /** Rays flatter than this (75 degrees off the axis) do not fit normalised coordinates. */
    private static final double SMALLEST_RAY_Z = 0.26;

    private static final double CORNER_QUALITY = 0.004;
    private static final int MOST_CORNERS = 600;

    // Owned; freed by close(). Created outside any scope.
    private Mat current = new Mat();
    private Mat previous = new Mat();
    private final Mat smoothed = new Mat();
    private byte[] smoothedBytes = new byte[0];
    private boolean smoothedIsCurrent;
    private float[] points = new float[512];
    private float[] forward = new float[512];
    private float[] backward = new float[512];
    private byte[] forwardFound = new byte[256];
    private byte[] backwardFound = new byte[256];

    private final HandZones zones = new HandZones();
    private final LineFinder lines = new LineFinder();

    FeatureTracker() {
        // One thread per session: parallelism comes from sessions, and the order of sums stays fixed.
        opencv_core.setNumThreads(1);
    }

    /** {@code [n, 4]} planes of straight edges of the current picture: {@link LineFinder}. */
    double[] linePlanes(CameraModel camera) {
        return lines.planes(current, camera, zones);
    }

    int width() {
        return current.cols();
    }

    int height() {
        return current.rows();
    }

    /** Takes the picture in; the one before becomes the previous. No point is followed or found on the hands. */
    void load(ByteBuffer rgb, ImageSize size, List<Hand> hands) {
        zones.set(hands);
        Mat swap = previous;
        previous = current;
        current = swap;
        smoothedIsCurrent = false;
        try (PointerScope scope = new PointerScope()) {
            Mat color = new Mat(size.height(), size.width(), opencv_core.CV_8UC3, new BytePointer(rgb));
            opencv_imgproc.cvtColor(color, current, opencv_imgproc.COLOR_RGB2GRAY);
        }
    }

    /** Moves every track from the previous picture to the current one; those that cannot be followed are removed. */
    void follow(List<Track> tracks, CameraModel camera) {
        int count = tracks.size();
        if (count == 0) {
            return;
        }
        reserve(count);
        for (int i = 0; i < count; i++) {
            points[i * 2] = tracks.get(i).x;
            points[i * 2 + 1] = tracks.get(i).y;
        }
        flow(previous, current, points, forward, forwardFound, count);
        flow(current, previous, forward, backward, backwardFound, count);
        int kept = 0;
        for (int i = 0; i < count; i++) {
            Track track = tracks.get(i);
            if (followed(i) && place(track, forward[i * 2], forward[i * 2 + 1], camera)) {
                tracks.set(kept++, track);
            }
        }
        tracks.subList(kept, count).clear();
    }

    private boolean followed(int i) {
        return forwardFound[i] != 0
                && backwardFound[i] != 0
                && Math.hypot(backward[i * 2] - points[i * 2], backward[i * 2 + 1] - points[i * 2 + 1])
                        < BACKWARD_TOLERANCE_PIXELS;
    }

    /** False if the point is too near the edge, too far off the axis or on a hand. */
    private boolean place(Track track, float x, float y, CameraModel camera) {
        if (zones.covers(x, y)) {
            return false;
        }
        if (x < BORDER_PIXELS || y < BORDER_PIXELS || x >= width() - BORDER_PIXELS || y >= height() - BORDER_PIXELS) {
            return false;
        }
        // OpenCV counts pixel centres at whole numbers, the camera model at .5.
        Vec3 ray = camera.unproject(x + 0.5, y + 0.5);
        if (ray.z() < SMALLEST_RAY_Z) {
            return false;
        }
        track.previousNx = track.nx;
        track.previousNy = track.ny;
        track.x = x;
        track.y = y;
        track.nx = ray.x() / ray.z();
        track.ny = ray.y() / ray.z();
        return true;
    }

    private void reserve(int count) {
        if (points.length < count * 2) {
            points = new float[count * 4];
            forward = new float[count * 4];
            backward = new float[count * 4];
            forwardFound = new byte[count * 2];
            backwardFound = new byte[count * 2];
        }
    }

    private static void flow(Mat from, Mat to, float[] start, float[] end, byte[] found, int count) {
        try (PointerScope scope = new PointerScope()) {
            Mat startMat = new Mat(count, 1, opencv_core.CV_32FC2);
            new FloatPointer(startMat.data()).put(start, 0, count * 2);
            Mat endMat = new Mat();
            Mat status = new Mat();
            Mat error = new Mat();
            TermCriteria stop = new TermCriteria(TermCriteria.COUNT + TermCriteria.EPS, 20, 0.02);
            opencv_video.calcOpticalFlowPyrLK(
                    from, to, startMat, endMat, status, error, new Size(WINDOW, WINDOW), LEVELS, stop, 0, 1e-4);
            new FloatPointer(endMat.data()).get(end, 0, count * 2);
            status.data().get(found, 0, count);
        }
    }

    /** Corners of the current picture, strongest first, not placed in any camera: {@code [count, 2]} pixels. */
    float[] corners(double leastDistancePixels) {
        try (PointerScope scope = new PointerScope()) {
            Mat found = new Mat();
            opencv_imgproc.goodFeaturesToTrack(
                    current, found, MOST_CORNERS, CORNER_QUALITY, leastDistancePixels, new Mat(), 5, false, 0.04);
            float[] corners = new float[found.rows() * 2];
            if (corners.length > 0) {
                new FloatPointer(found.data()).get(corners);
            }
            return corners;
        }
    }

    /** A new track at that pixel, or null where none can be. */
    @org.jspecify.annotations.Nullable Track trackAt(float x, float y, CameraModel camera) {
        Track track = new Track();
        return place(track, x, y, camera) ? track : null;
    }

    /** Describes the patch there; false near the edge. */
    boolean describe(float x, float y, long[] out) {
        if (!smoothedIsCurrent) {
            smooth();
        }
        return BinaryDescriptor.describe(smoothedBytes, width(), height(), x, y, out);
    }

    private void smooth() {
        try (PointerScope scope = new PointerScope()) {
            opencv_imgproc.GaussianBlur(current, smoothed, new Size(7, 7), 2);
        }
        int bytes = width() * height();
        if (smoothedBytes.length != bytes) {
            smoothedBytes = new byte[bytes];
        }
        smoothed.data().get(smoothedBytes);
        smoothedIsCurrent = true;
    }

    void write(DataOutputStream out) throws IOException {
        int bytes = width() * height();
        byte[] grey = new byte[bytes];
        if (bytes > 0) {
            current.data().get(grey);
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (DeflaterOutputStream deflating = new DeflaterOutputStream(packed, deflater)) {
            deflating.write(grey);
        } finally {
            deflater.end();
        }
        out.writeInt(width());
        out.writeInt(height());
        out.writeInt(packed.size());
        packed.writeTo(out);
    }

    void read(DataInputStream in) throws IOException {
        int width = in.readInt();
        int height = in.readInt();
        byte[] packed = in.readNBytes(in.readInt());
        smoothedIsCurrent = false;
        if (width * height == 0) {
            current.release();
            return;
        }
        try (InflaterInputStream inflating = new InflaterInputStream(new ByteArrayInputStream(packed))) {
            byte[] grey = inflating.readNBytes(width * height);
            current.create(height, width, opencv_core.CV_8UC1);
            current.data().put(grey);
        }
    }

    @Override
    public void close() {
        current.close();
        previous.close();
        smoothed.close();
        lines.close();
    }
}
