package org.egoscope.synthetic.internal.script;

import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.synthetic.SceneInstance;
import org.egoscope.synthetic.internal.render.Finish;
import org.egoscope.synthetic.internal.render.Placement;
import org.egoscope.synthetic.internal.render.Shape3;

/** A piece of furniture or an object: shapes that move as one. Local origin: middle of its base, z up. */
public final class SceneThing {
    private final SceneInstance instance;
    private final RigidTransform initial;
    private final Hull hull;
    private final Placement placement = new Placement();
    private final List<Shape3> shapes = new ArrayList<>();
    private RigidTransform worldFromThing;

    /** Box around the thing, from its base up, and the height on which other things stand in or on it. Metres. */
    public record Hull(double halfX, double halfY, double height, double seatHeight) {}

    public SceneThing(SceneInstance instance, Vec3 base, double yaw, Hull hull) {
        this.instance = instance;
        this.initial = new RigidTransform(Quaternion.fromAxisAngle(new Vec3(0, 0, 1), yaw), base);
        this.hull = hull;
        this.worldFromThing = initial;
        placement.set(initial);
    }

    Shape3.Part part(Finish finish) {
        return new Shape3.Part(instance.id(), finish, placement);
    }

    SceneThing add(Shape3 shape) {
        shapes.add(shape);
        return this;
    }

    public SceneInstance instance() {
        return instance;
    }

    public RigidTransform initial() {
        return initial;
    }

    public RigidTransform worldFromThing() {
        return worldFromThing;
    }

    public Hull hull() {
        return hull;
    }

    public List<Shape3> shapes() {
        return shapes;
    }

    void moveTo(RigidTransform pose) {
        worldFromThing = pose;
        placement.set(pose);
    }

    /** Distance from a world point to the surface, negative inside solid parts; metres. */
    public double distance(Vec3 pointInWorld) {
        return distance(worldFromThing, pointInWorld);
    }

    double distance(RigidTransform pose, Vec3 pointInWorld) {
        Vec3 p = pose.rotation().conjugate().rotate(pointInWorld.minus(pose.translation()));
        double nearest = Double.POSITIVE_INFINITY;
        for (Shape3 shape : shapes) {
            nearest = Math.min(nearest, shape.distance(p.x(), p.y(), p.z()));
        }
        return nearest;
    }

    /** Middle of the hull in the world. */
    public Vec3 centerInWorld() {
        return worldFromThing.apply(new Vec3(0, 0, hull.height() / 2));
    }
}
