package org.egoscope.scenegraph;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.egoscope.core.geometry.ImagePoint;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.scenegraph.TableScene.Content;
import org.egoscope.scenegraph.TableScene.Disc;

/** A hand that rests on a cup while the head turns: everything moves in the image as one, and nothing moves. */
final class Turned {
    private Turned() {}

    static Content content(double yawRadians) {
        RigidTransform head = TableScene.looking(yawRadians, TableScene.HEAD.translation());
        ImagePoint cup = project(head, 0.02, 0.0);
        ImagePoint bottle = project(head, -0.16, 0.03);
        List<Disc> discs = new ArrayList<>();
        discs.add(new Disc(CarryScript.BOTTLE, "bottle", bottle.x(), bottle.y(), 14));
        discs.add(new Disc(CarryScript.CUP, "cup", cup.x(), cup.y(), 14));
        return new Content(new double[] {cup.x(), cup.y() + 8}, discs, head);
    }

    /** A point 0.45 m in front of the straight-looking camera, moved to its right and down by metres. */
    private static ImagePoint project(RigidTransform head, double right, double down) {
        Vec3 pointInWorld = TableScene.HEAD.apply(new Vec3(right, down, 0.45));
        return Objects.requireNonNull(TableScene.CAMERA.model().project(head.inverse().apply(pointInWorld)), "behind the camera");
    }
}
