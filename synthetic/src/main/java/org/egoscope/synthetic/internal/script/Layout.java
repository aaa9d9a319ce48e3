package org.egoscope.synthetic.internal.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.observation.HandSide;
import org.egoscope.synthetic.SceneConfig;
import org.egoscope.synthetic.SceneInstance;
import org.egoscope.synthetic.internal.render.Finish;
import org.egoscope.synthetic.internal.render.Finish.Pattern;
import org.egoscope.synthetic.internal.render.Finish.Rgb;
import org.egoscope.synthetic.internal.render.Light;
import org.egoscope.synthetic.internal.render.Shape3;

/** What stands where: a room of 5.2 x 4.6 x 2.6 m with a kitchen island, and six things on it. */
public final class Layout {
    public static final double TABLE_TOP_METERS = 0.94;

    private static final double PLACEMENT_JITTER_METERS = 0.018;

    final SceneThing table;
    final SceneThing cup;
    final SceneThing bowl;
    final SceneThing bottle;
    final SceneThing box;
    final SceneThing apple;
    final SceneThing board;
    final SceneThing knife;

    private final List<SceneThing> things = new ArrayList<>();
    private final List<Shape3> fixtures;
    private final Light light;
    private final double mirror;
    private final Random random;
    private final boolean varied;

    public Layout(SceneConfig config) {
        mirror = config.mainHand() == HandSide.RIGHT ? 1 : -1;
        random = new Random(config.seed());
        varied = config.varied();
        Furniture furniture = new Furniture();
        fixtures = furniture.fixtures();
        table = add(furniture.table());
        add(furniture.chair());
        add(furniture.shelf());
        add(furniture.window());
        furniture.pictures().forEach(this::add);
        ThingShapes make = new ThingShapes(varied ? random.nextInt(4) : 0);
        cup = add(make.cup(11, spot(0.535, -0.285), 1.8 * mirror));
        bowl = add(make.bowl(12, spot(0.525, 0.205)));
        bottle = add(make.bottle(13, spot(0.84, 0.13)));
        box = add(make.box(14, spot(0.86, -0.27), 0.35 * mirror));
        apple = add(make.apple(15, spot(0.455, -0.165)));
        board = add(make.board(16, spot(0.64, -0.10), 0));
        knife = add(make.knife(17, spot(0.70, 0.46), 0.9 * mirror));
        light = chooseLight();
    }

    private SceneThing add(SceneThing thing) {
        things.add(thing);
        return thing;
    }

    /** A place on the island, mirrored for the left-handed script and jittered where the scene is varied. */
    private Vec3 spot(double x, double y) {
        double jitter = varied ? PLACEMENT_JITTER_METERS : 0;
        return new Vec3(
                x + jitter * (2 * random.nextDouble() - 1), mirror * y + jitter * (2 * random.nextDouble() - 1), TABLE_TOP_METERS);
    }

    private Light chooseLight() {
        double lamp = varied ? 0.45 + 0.5 * random.nextDouble() : 0.75;
        double day = varied ? 0.08 + 0.4 * random.nextDouble() : 0.25;
        double warmth = varied ? random.nextDouble() * 0.3 : 0.12;
        Vec3 place = new Vec3(0.85, varied ? 0.8 * random.nextDouble() - 0.4 : 0.25, 2.5);
        return new Light(
                place,
                new Rgb(lamp, lamp * (1 - warmth * 0.5), lamp * (1 - warmth)),
                new Vec3(-0.25, 0.85, 0.45).normalized(),
                new Rgb(day * 0.92, day * 0.97, day),
                new Rgb(0.3, 0.295, 0.29));
    }

    /** +1, or -1 where left and right are exchanged. */
    public double mirror() {
        return mirror;
    }

    public Light light() {
        return light;
    }

    /** All furniture and objects. */
    public List<SceneThing> things() {
        return things;
    }

    /** Room, lamp and cabinet doors: seen, never touched. */
    public List<Shape3> fixtures() {
        return fixtures;
    }

    public List<SceneThing> objects() {
        return things.stream().filter(t -> t.instance().kind() == SceneInstance.Kind.OBJECT).toList();
    }

    static Finish finish(Pattern pattern, int base, int second, int layer) {
        return Finish.of(pattern, base, second, layer);
    }
}
