package org.egoscope.storage.internal.schema;

import static org.egoscope.storage.internal.column.ColumnSpec.bool;
import static org.egoscope.storage.internal.column.ColumnSpec.doubles;
import static org.egoscope.storage.internal.column.ColumnSpec.float32;
import static org.egoscope.storage.internal.column.ColumnSpec.float64;
import static org.egoscope.storage.internal.column.ColumnSpec.int32;
import static org.egoscope.storage.internal.column.ColumnSpec.int64;
import static org.egoscope.storage.internal.column.ColumnSpec.text;

import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.egoscope.core.geometry.Camera;
import org.egoscope.core.geometry.CameraModel;
import org.egoscope.core.geometry.FisheyeCamera;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.geometry.PinholeCamera;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.time.TimeRange;
import org.egoscope.storage.internal.column.RowSchema;
import org.egoscope.storage.internal.column.Vectors;
import org.jspecify.annotations.Nullable;

/** Columns of time, space, boxes and cameras. */
public final class GeometryColumns {
    /** {@code t0_ns, t1_ns}: half-open, session clock. */
    public static final RowSchema<TimeRange> SPAN =
            RowSchema.of(int64("t0_ns", span -> span.start().nanos()), int64("t1_ns", span -> span.end().nanos()));

    /** {@code box_x, box_y, box_width, box_height}: pixels of the working image. */
    public static final RowSchema<BoundingBox> BOX = RowSchema.of(
            float32("box_x", BoundingBox::x),
            float32("box_y", BoundingBox::y),
            float32("box_width", BoundingBox::width),
            float32("box_height", BoundingBox::height));

    /** Lens, image size and place on the device. */
    public static final RowSchema<Camera> CAMERA = RowSchema.of(
            int32("image_width", camera -> camera.model().imageSize().width()),
            int32("image_height", camera -> camera.model().imageSize().height()),
            text("camera_model", camera -> camera.model() instanceof PinholeCamera ? "pinhole" : "fisheye"),
            float64("focal_x", camera -> camera.model().focalX()),
            float64("focal_y", camera -> camera.model().focalY()),
            float64("principal_x", camera -> camera.model().principalX()),
            float64("principal_y", camera -> camera.model().principalY()),
            doubles("fisheye_coefficients", camera -> fisheyeCoefficients(camera.model()), 5),
            doubles("device_from_camera_rotation", camera -> wxyz(camera.deviceFromCamera().rotation()), 4),
            doubles("device_from_camera_translation", camera -> xyz(camera.deviceFromCamera().translation()), 3),
            bool("camera_calibrated", Camera::calibrated),
            doubles("camera_from_eyes_rotation", camera -> rotation(camera.cameraFromEyes()), 4),
            doubles("camera_from_eyes_translation", camera -> translation(camera.cameraFromEyes()), 3));

    private GeometryColumns() {}

    private static double @Nullable [] fisheyeCoefficients(CameraModel model) {
        return model instanceof FisheyeCamera f ? new double[] {f.k1(), f.k2(), f.k3(), f.k4(), f.maxThetaRadians()} : null;
    }

    private static double @Nullable [] rotation(Optional<RigidTransform> transform) {
        return transform.map(known -> wxyz(known.rotation())).orElse(null);
    }

    private static double @Nullable [] translation(Optional<RigidTransform> transform) {
        return transform.map(known -> xyz(known.translation())).orElse(null);
    }

    public static double[] wxyz(Quaternion q) {
        return new double[] {q.w(), q.x(), q.y(), q.z()};
    }

    public static double[] xyz(Vec3 v) {
        return new double[] {v.x(), v.y(), v.z()};
    }

    public static IntFunction<TimeRange> span(Vectors vectors) {
        BigIntVector start = vectors.int64("t0_ns");
        BigIntVector end = vectors.int64("t1_ns");
        return row -> TimeRange.ofNanos(start.get(row), end.get(row));
    }

    public static IntFunction<BoundingBox> box(Vectors vectors) {
        Float4Vector x = vectors.float32("box_x");
        Float4Vector y = vectors.float32("box_y");
        Float4Vector width = vectors.float32("box_width");
        Float4Vector height = vectors.float32("box_height");
        return row -> new BoundingBox(x.get(row), y.get(row), width.get(row), height.get(row));
    }

    public static IntFunction<Vec3> vec3(Vectors vectors, String name) {
        IntFunction<double @Nullable []> values = vectors.doubles(name);
        return row -> {
            double[] xyz = Objects.requireNonNull(values.apply(row), name);
            return new Vec3(xyz[0], xyz[1], xyz[2]);
        };
    }

    public static IntFunction<RigidTransform> transform(Vectors vectors, String rotation, String translation) {
        IntFunction<double @Nullable []> quaternion = vectors.doubles(rotation);
        IntFunction<Vec3> position = vec3(vectors, translation);
        return row -> {
            double[] q = Objects.requireNonNull(quaternion.apply(row), rotation);
            return new RigidTransform(new Quaternion(q[0], q[1], q[2], q[3]), position.apply(row));
        };
    }

    public static IntFunction<Camera> camera(Vectors vectors) {
        IntFunction<CameraModel> model = model(vectors);
        IntFunction<RigidTransform> place =
                transform(vectors, "device_from_camera_rotation", "device_from_camera_translation");
        Vectors.BoolAt calibrated = vectors.bool("camera_calibrated");
        IntFunction<Optional<RigidTransform>> eyes = eyes(vectors);
        return row -> new Camera(model.apply(row), place.apply(row), calibrated.get(row), eyes.apply(row));
    }

    private static IntFunction<Optional<RigidTransform>> eyes(Vectors vectors) {
        if (!vectors.has("camera_from_eyes_rotation")) {
            return row -> Optional.empty();
        }
        IntFunction<double @Nullable []> rotation = vectors.doubles("camera_from_eyes_rotation");
        IntFunction<double @Nullable []> translation = vectors.doubles("camera_from_eyes_translation");
        return row -> {
            double[] q = rotation.apply(row);
            double[] t = translation.apply(row);
            return q == null || t == null
                    ? Optional.empty()
                    : Optional.of(new RigidTransform(new Quaternion(q[0], q[1], q[2], q[3]), new Vec3(t[0], t[1], t[2])));
        };
    }

    private static IntFunction<CameraModel> model(Vectors vectors) {
        IntVector width = vectors.int32("image_width");
        IntVector height = vectors.int32("image_height");
        Float8Vector focalX = vectors.float64("focal_x");
        Float8Vector focalY = vectors.float64("focal_y");
        Float8Vector principalX = vectors.float64("principal_x");
        Float8Vector principalY = vectors.float64("principal_y");
        IntFunction<double @Nullable []> fisheye = vectors.doubles("fisheye_coefficients");
        return row -> {
            ImageSize size = new ImageSize(width.get(row), height.get(row));
            double fx = focalX.get(row);
            double fy = focalY.get(row);
            double cx = principalX.get(row);
            double cy = principalY.get(row);
            double[] k = fisheye.apply(row);
            return k == null
                    ? new PinholeCamera(size, fx, fy, cx, cy)
                    : new FisheyeCamera(new FisheyeCamera.Intrinsics(size, fx, fy, cx, cy), k[0], k[1], k[2], k[3], k[4]);
        };
    }
}
