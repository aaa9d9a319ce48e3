package org.egoscope.synthetic.internal.script;

import static org.egoscope.synthetic.internal.script.Layout.finish;

import org.egoscope.core.geometry.Vec3;
import org.egoscope.synthetic.SceneInstance;
import org.egoscope.synthetic.internal.render.BowlShell;
import org.egoscope.synthetic.internal.render.BoxShape;
import org.egoscope.synthetic.internal.render.Finish;
import org.egoscope.synthetic.internal.render.Finish.Pattern;
import org.egoscope.synthetic.internal.render.Frustum;
import org.egoscope.synthetic.internal.render.RoundCone;
import org.egoscope.synthetic.internal.render.Shape3;

/** The objects on the table. Sizes are those of common household things, metres. */
final class ThingShapes {
    static final double CUP_RADIUS = 0.040;
    static final double CUP_HEIGHT = 0.095;
    static final double BOWL_RADIUS = 0.085;
    static final double BOWL_HEIGHT = 0.062;
    static final double APPLE_RADIUS = 0.037;
    static final double BOARD_THICKNESS = 0.018;

    private static final int[] CUPS = {0xC8372D, 0x2F6FB5, 0xE0A02A, 0x3D8B57};
    private static final int[] BOWLS = {0x2E7FA8, 0xE6E1D3, 0x8C4A8E, 0xB85C38};
    private static final int[] BOXES = {0xE7B52C, 0x3B9B5F, 0xD9534A, 0x5A6FC4};
    private static final int[] APPLES = {0x9CB83A, 0xB6262B, 0xA8C24A, 0xC4412F};

    private final int palette;

    ThingShapes(int palette) {
        this.palette = palette;
    }

    private static SceneThing thing(int id, String label, Vec3 base, double yaw, SceneThing.Hull hull) {
        return new SceneThing(new SceneInstance(id, label, SceneInstance.Kind.OBJECT), base, yaw, hull);
    }

    SceneThing cup(int id, Vec3 base, double yaw) {
        SceneThing cup = thing(id, "cup", base, yaw, new SceneThing.Hull(CUP_RADIUS, CUP_RADIUS, CUP_HEIGHT, 0.005));
        Shape3.Part body = cup.part(finish(Pattern.RINGS, CUPS[palette], 0xF4EFE4, 0));
        cup.add(new Frustum(body, 0, CUP_HEIGHT, CUP_RADIUS - 0.004, CUP_RADIUS, true));
        cup.add(new Frustum(body.withFinish(Finish.plain(0x3A2417)), 0.05, 0.07, 0.036, 0.0375, false));
        Vec3 top = new Vec3(CUP_RADIUS - 0.003, 0, 0.078);
        Vec3 upper = new Vec3(CUP_RADIUS + 0.022, 0, 0.068);
        Vec3 lower = new Vec3(CUP_RADIUS + 0.020, 0, 0.040);
        Vec3 bottom = new Vec3(CUP_RADIUS - 0.006, 0, 0.026);
        Shape3.Part handle = body.withFinish(Finish.plain(CUPS[palette]));
        cup.add(new RoundCone(handle, top, upper, 0.005, 0.005));
        cup.add(new RoundCone(handle, upper, lower, 0.005, 0.005));
        return cup.add(new RoundCone(handle, lower, bottom, 0.005, 0.005));
    }

    SceneThing bowl(int id, Vec3 base) {
        SceneThing bowl = thing(id, "bowl", base, 0, new SceneThing.Hull(BOWL_RADIUS, BOWL_RADIUS, BOWL_HEIGHT, 0.006));
        Shape3.Part shell = bowl.part(finish(Pattern.SPECKLED, BOWLS[palette], 0xF1ECDD, 40));
        double floor = Math.sqrt(BOWL_RADIUS * BOWL_RADIUS - BOWL_HEIGHT * BOWL_HEIGHT);
        bowl.add(new BowlShell(shell, BOWL_RADIUS, BOWL_HEIGHT));
        return bowl.add(new Frustum(shell, 0, 0.006, floor, floor, false));
    }

    SceneThing bottle(int id, Vec3 base) {
        SceneThing bottle = thing(id, "bottle", base, 0, new SceneThing.Hull(0.036, 0.036, 0.27, 0.27));
        Shape3.Part glass = bottle.part(finish(Pattern.SKIN, 0x1F5A34, 0x3C8A55, 44));
        bottle.add(new Frustum(glass, 0, 0.16, 0.036, 0.036, false));
        bottle.add(new Frustum(glass, 0.16, 0.205, 0.036, 0.014, false));
        bottle.add(new Frustum(glass, 0.205, 0.25, 0.014, 0.013, false));
        bottle.add(new Frustum(glass.withFinish(Finish.plain(0xC9A227)), 0.25, 0.27, 0.016, 0.016, false));
        Finish label = finish(Pattern.PAINTING, 0xF2E8C9, 0xA33327, 47);
        return bottle.add(new Frustum(glass.withFinish(label), 0.045, 0.125, 0.0366, 0.0366, false));
    }

    SceneThing box(int id, Vec3 base, double yaw) {
        SceneThing box = thing(id, "box", base, yaw, new SceneThing.Hull(0.032, 0.075, 0.215, 0.215));
        Finish carton = finish(Pattern.PRINT, BOXES[palette], 0xF7F3EA, 50);
        return box.add(new BoxShape(box.part(carton), new Vec3(0, 0, 0.1075), new Vec3(0.064, 0.15, 0.215)));
    }

    SceneThing apple(int id, Vec3 base) {
        double side = APPLE_RADIUS;
        SceneThing apple = thing(id, "apple", base, 0, new SceneThing.Hull(side, side, 2 * side, 2 * side));
        Vec3 center = new Vec3(0, 0, APPLE_RADIUS);
        Shape3.Part peel = apple.part(finish(Pattern.SKIN, APPLES[palette], 0xD8C65A, 53));
        apple.add(new RoundCone(peel, center, center, APPLE_RADIUS, APPLE_RADIUS));
        Shape3.Part stalk = peel.withFinish(Finish.plain(0x4A3018));
        return apple.add(new RoundCone(stalk, new Vec3(0, 0, 0.070), new Vec3(0.006, 0.002, 0.082), 0.0025, 0.002));
    }

    SceneThing board(int id, Vec3 base, double yaw) {
        SceneThing board = thing(id, "board", base, yaw, new SceneThing.Hull(0.11, 0.14, BOARD_THICKNESS, BOARD_THICKNESS));
        Finish wood = finish(Pattern.WOOD, 0xD9B07A, 0x9C6B38, 56);
        Vec3 size = new Vec3(0.22, 0.28, BOARD_THICKNESS);
        return board.add(new BoxShape(board.part(wood), new Vec3(0, 0, BOARD_THICKNESS / 2), size));
    }

    SceneThing knife(int id, Vec3 base, double yaw) {
        SceneThing knife = thing(id, "knife", base, yaw, new SceneThing.Hull(0.13, 0.018, 0.02, 0.02));
        Shape3.Part blade = knife.part(finish(Pattern.FABRIC, 0xC7CBD0, 0xE4E7EA, 59));
        knife.add(new BoxShape(blade, new Vec3(0.05, 0.002, 0.008), new Vec3(0.15, 0.030, 0.003)));
        Shape3.Part handle = blade.withFinish(finish(Pattern.WOOD, 0x2B2320, 0x4A3A30, 60));
        return knife.add(new RoundCone(handle, new Vec3(-0.03, 0, 0.010), new Vec3(-0.12, 0, 0.010), 0.009, 0.010));
    }
}
