package org.egoscope.perception.internal.hands;

import org.egoscope.core.Shape;

/**
 * A turned square of the image that the landmark network looks at, in pixels. Crop point (u, v) in 0..1 maps to
 * {@code x = cx + s ((u - .5) cos r - (v - .5) sin r), y = cy + s ((u - .5) sin r + (v - .5) cos r)} (MediaPipe hand_landmark).
 */
public record RotatedSquare(double centerX, double centerY, double side, double rotationRadians) {
    /** MediaPipe palm_detection_detection_to_roi: the palm box, shifted half its height towards the fingers, 2.6 times as large. */
    private static final double PALM_SHIFT = 0.5;
    private static final double PALM_SCALE = 2.6;
    /** MediaPipe hand_landmark_landmarks_to_roi. */
    private static final double LANDMARK_SHIFT = 0.1;
    private static final double LANDMARK_SCALE = 2.0;
    /** MediaPipe pose_detection_to_roi and pose_landmarks_to_roi. */
    private static final double CIRCLE_SCALE = 1.25;
    /** Wrist and the lower joints: the part of the hand that keeps its size when fingers bend. */
    private static final int[] STABLE_KEYPOINTS = {0, 1, 2, 3, 5, 6, 9, 10, 13, 14, 17, 18};

    static RotatedSquare aroundPalm(PalmDetection palm) {
        double rotation = uprightRotation(
                palm.keypointX(PalmDetection.MIDDLE_KNUCKLE) - palm.keypointX(PalmDetection.WRIST),
                palm.keypointY(PalmDetection.MIDDLE_KNUCKLE) - palm.keypointY(PalmDetection.WRIST));
        double shift = PALM_SHIFT * palm.height();
        return new RotatedSquare(
                palm.centerX() + shift * Math.sin(rotation), palm.centerY() - shift * Math.cos(rotation),
                PALM_SCALE * Math.max(palm.width(), palm.height()), rotation);
    }

    static RotatedSquare aroundLandmarks(@Shape("21 2") float[] xy) {
        double upX = ((xy[12] + xy[28]) / 2.0 + xy[20]) / 2;
        double upY = ((xy[13] + xy[29]) / 2.0 + xy[21]) / 2;
        double rotation = uprightRotation(upX - xy[0], upY - xy[1]);
        double[] box = extent(xy, 0, 0, 0);
        double middleX = (box[0] + box[1]) / 2;
        double middleY = (box[2] + box[3]) / 2;
        double[] turned = extent(xy, -rotation, middleX, middleY);
        double width = turned[1] - turned[0];
        double height = turned[3] - turned[2];
        double x = (turned[0] + turned[1]) / 2;
        double y = (turned[2] + turned[3]) / 2 - LANDMARK_SHIFT * height;
        double cos = Math.cos(rotation);
        double sin = Math.sin(rotation);
        return new RotatedSquare(
                middleX + x * cos - y * sin, middleY + x * sin + y * cos, LANDMARK_SCALE * Math.max(width, height), rotation);
    }

    /** Upright along the radius from the middle of a circle to a point on it, a quarter larger than the circle (MediaPipe pose alignment). */
    public static RotatedSquare aroundCircle(double centerX, double centerY, double pointX, double pointY) {
        double radius = Math.hypot(pointX - centerX, pointY - centerY);
        return new RotatedSquare(centerX, centerY, CIRCLE_SCALE * 2 * radius, uprightRotation(pointX - centerX, pointY - centerY));
    }

    /** Smallest and largest x and y of the stable keypoints relative to an origin, after a turn about it. */
    private static double[] extent(float[] xy, double angle, double originX, double originY) {
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        double[] box = {Double.MAX_VALUE, -Double.MAX_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE};
        for (int k : STABLE_KEYPOINTS) {
            double dx = xy[k * 2] - originX;
            double dy = xy[k * 2 + 1] - originY;
            double x = dx * cos - dy * sin;
            double y = dx * sin + dy * cos;
            box[0] = Math.min(box[0], x);
            box[1] = Math.max(box[1], x);
            box[2] = Math.min(box[2], y);
            box[3] = Math.max(box[3], y);
        }
        return box;
    }

    /** Angle by which the direction must be turned to point up in the image, in -pi..pi. */
    private static double uprightRotation(double dx, double dy) {
        double rotation = Math.PI / 2 - Math.atan2(-dy, dx);
        return rotation - 2 * Math.PI * Math.floor((rotation + Math.PI) / (2 * Math.PI));
    }

    public double imageX(double u, double v) {
        return centerX + side * ((u - 0.5) * Math.cos(rotationRadians) - (v - 0.5) * Math.sin(rotationRadians));
    }

    public double imageY(double u, double v) {
        return centerY + side * ((u - 0.5) * Math.sin(rotationRadians) + (v - 0.5) * Math.cos(rotationRadians));
    }
}
