package org.egoscope.synthetic.internal.score;

import java.util.LinkedHashMap;
import java.util.Map;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.BodyPose;
import org.egoscope.core.motion.SmplJoint;

/** Mean per-joint position errors over the 22 body joints without the hand joints, metres. */
public final class BodyScore {
    private static final int JOINTS = 22;
    private static final Vec3 UP = new Vec3(0, 0, 1);

    private final Sample world = new Sample();
    private final Sample headAnchored = new Sample();
    private final Sample headAndYaw = new Sample();
    private final Sample rootAligned = new Sample();
    private final Sample wrists = new Sample();
    private int contacts;
    private int rightContacts;

    public void add(BodyPose truth, BodyPose predicted) {
        Vec3 head = truth.inWorld(SmplJoint.HEAD).minus(predicted.inWorld(SmplJoint.HEAD));
        Vec3 root = truth.rootInWorld().minus(predicted.rootInWorld());
        world.add(error(truth, predicted, Vec3.ZERO, Quaternion.IDENTITY));
        headAnchored.add(error(truth, predicted, head, Quaternion.IDENTITY));
        rootAligned.add(error(truth, predicted, root, Quaternion.IDENTITY));
        Quaternion turn = yaw(truth).times(yaw(predicted).conjugate());
        Vec3 place = truth.inWorld(SmplJoint.HEAD).minus(turn.rotate(predicted.inWorld(SmplJoint.HEAD)));
        headAndYaw.add(error(truth, predicted, place, turn));
        for (SmplJoint wrist : new SmplJoint[] {SmplJoint.LEFT_WRIST, SmplJoint.RIGHT_WRIST}) {
            wrists.add(truth.inWorld(wrist).distanceTo(turn.rotate(predicted.inWorld(wrist)).plus(place)));
        }
        countContacts(truth.toContactArray(), predicted.toContactArray());
    }

    private static double error(BodyPose truth, BodyPose predicted, Vec3 shift, Quaternion turn) {
        double sum = 0;
        for (int j = 0; j < JOINTS; j++) {
            SmplJoint joint = SmplJoint.all().get(j);
            sum += truth.inWorld(joint).distanceTo(turn.rotate(predicted.inWorld(joint)).plus(shift));
        }
        return sum / JOINTS;
    }

    /** Where the head faces over the floor, from the chain of local rotations. */
    private static Quaternion yaw(BodyPose pose) {
        Quaternion turn = Quaternion.IDENTITY;
        for (SmplJoint joint = SmplJoint.HEAD; joint != null; joint = joint.parent()) {
            turn = pose.localRotation(joint).times(turn);
        }
        return turn.normalized().twistAbout(UP);
    }

    private void countContacts(float[] truth, float[] predicted) {
        for (int foot = 0; foot < 2; foot++) {
            if (!Float.isNaN(predicted[foot])) {
                contacts++;
                rightContacts += predicted[foot] >= 0.5f == truth[foot] >= 0.5f ? 1 : 0;
            }
        }
    }

    public Map<String, Double> values() {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("frames", (double) world.count());
        values.put("mpjpe_world_meters", world.mean());
        values.put("mpjpe_head_anchored_meters", headAnchored.mean());
        values.put("mpjpe_head_and_yaw_meters", headAndYaw.mean());
        values.put("mpjpe_root_aligned_meters", rootAligned.mean());
        values.put("wrist_error_meters", wrists.mean());
        values.put("foot_contact_accuracy", Sample.ratio(rightContacts, contacts));
        return values;
    }
}
