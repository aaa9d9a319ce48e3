package org.egoscope.storage.internal.schema;

import static org.egoscope.storage.internal.column.ColumnSpec.float32;
import static org.egoscope.storage.internal.column.ColumnSpec.floats;
import static org.egoscope.storage.internal.column.ColumnSpec.struct;
import static org.egoscope.storage.internal.column.ColumnSpec.text;

import java.util.Objects;
import java.util.function.IntFunction;
import org.apache.arrow.vector.Float4Vector;
import org.egoscope.core.motion.BodyPose;
import org.egoscope.core.motion.MotionWindow.PosedFrame;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.core.observation.Observation;
import org.egoscope.storage.internal.column.RowSchema;
import org.egoscope.storage.internal.column.Vectors;
import org.jspecify.annotations.Nullable;

/** Columns of the wearer's body. */
public final class MotionColumns {
    public static final RowSchema<BodyPose> BODY = RowSchema.of(
            text("body_model", pose -> pose.body().model()),
            text("method", pose -> pose.body().method()),
            float32("stature_m", pose -> pose.body().statureMeters()),
            floats("local_rotations", BodyPose::toRotationArray, SmplJoint.COUNT, 4),
            floats("joints_in_world", BodyPose::toJointArray, SmplJoint.COUNT, 3),
            floats("contacts", BodyPose::toContactArray, BodyPose.CONTACTS),
            float32("confidence", BodyPose::confidence),
            float32("log_likelihood", BodyPose::logLikelihood));

    public static final RowSchema<PosedFrame> POSED_FRAME = RowSchema.of(
            struct("observation", ObservationColumns.OBSERVATION, PosedFrame::observation),
            struct("body", BODY, PosedFrame::body));

    private MotionColumns() {}

    public static IntFunction<BodyPose> body(Vectors vectors) {
        IntFunction<String> model = vectors.text("body_model");
        IntFunction<String> method = vectors.text("method");
        Float4Vector stature = vectors.float32("stature_m");
        IntFunction<float @Nullable []> rotations = vectors.floats("local_rotations");
        IntFunction<float @Nullable []> joints = vectors.floats("joints_in_world");
        IntFunction<float @Nullable []> contacts = vectors.floats("contacts");
        Float4Vector confidence = vectors.float32("confidence");
        IntFunction<Float> likelihood = vectors.has("log_likelihood") ? vectors.float32("log_likelihood")::get : row -> Float.NaN;
        return row -> new BodyPose(
                new BodyPose.Body(model.apply(row), method.apply(row), stature.get(row)),
                ObservationColumns.present(rotations.apply(row)),
                ObservationColumns.present(joints.apply(row)),
                ObservationColumns.present(contacts.apply(row)),
                confidence.get(row),
                likelihood.apply(row));
    }

    public static IntFunction<PosedFrame> posedFrame(Vectors vectors) {
        IntFunction<@Nullable Observation> observation = vectors.struct("observation", ObservationColumns::observation);
        IntFunction<@Nullable BodyPose> body = vectors.struct("body", MotionColumns::body);
        return row -> new PosedFrame(
                Objects.requireNonNull(observation.apply(row), "observation is null"), body.apply(row));
    }
}
