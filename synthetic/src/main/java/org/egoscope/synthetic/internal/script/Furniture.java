package org.egoscope.synthetic.internal.script;

import static org.egoscope.synthetic.internal.script.Layout.TABLE_TOP_METERS;
import static org.egoscope.synthetic.internal.script.Layout.finish;

import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.synthetic.SceneInstance;
import org.egoscope.synthetic.SceneInstance.Kind;
import org.egoscope.synthetic.internal.render.BoxShape;
import org.egoscope.synthetic.internal.render.Finish;
import org.egoscope.synthetic.internal.render.Finish.Pattern;
import org.egoscope.synthetic.internal.render.Placement;
import org.egoscope.synthetic.internal.render.RoundCone;
import org.egoscope.synthetic.internal.render.Shape3;

/** Walls and furniture. Boxes are given by low corner and size, metres, in the space of the piece. */
final class Furniture {
    /** Along x from -2.8 to 2.4, along y from -2.3 to 2.3. */
    private static final Vec3 ROOM_CENTER = new Vec3(-0.2, 0, 1.3);

    private static final Vec3 ROOM_SIZE = new Vec3(5.2, 4.6, 2.6);
    private static final int[] SPINES = {0x8C2F39, 0x2F4B6E, 0xD8B25A, 0x3F6B4F, 0x6B4E71, 0xC9C2B4, 0x24343A};

    List<Shape3> fixtures() {
        Shape3.Part room = new Shape3.Part(SceneInstance.ROOM, finish(Pattern.ROOM, 0, 0, 0), new Placement());
        List<Shape3> shapes = new ArrayList<>();
        shapes.add(new BoxShape(room, ROOM_CENTER, ROOM_SIZE, true));
        Finish rug = finish(Pattern.RUG, 0x7A2E2A, 0xD6C29A, 70);
        shapes.add(box(room.withFinish(rug), new Vec3(-1.9, -0.7, 0), new Vec3(1.5, 1.5, 0.008)));
        Finish door = finish(Pattern.WOOD, 0xA9744A, 0x7C5030, 72);
        shapes.add(box(room.withFinish(door), new Vec3(-2.8, -1.7, 0), new Vec3(0.03, 0.85, 2.05)));
        return shapes;
    }

    private static BoxShape box(Shape3.Part part, Vec3 low, Vec3 size) {
        return new BoxShape(part, low.plus(size.times(0.5)), size);
    }

    private static SceneThing furniture(int id, String label, Vec3 base, SceneThing.Hull hull) {
        return new SceneThing(new SceneInstance(id, label, Kind.FURNITURE), base, 0, hull);
    }

    SceneThing table() {
        double top = TABLE_TOP_METERS;
        SceneThing table = furniture(2, "table", new Vec3(0.74, 0, 0), new SceneThing.Hull(0.42, 0.85, top, top));
        Shape3.Part stone = table.part(finish(Pattern.STONE, 0xB9B2A6, 0x6E675F, 75));
        table.add(box(stone, new Vec3(-0.42, -0.85, top - 0.04), new Vec3(0.84, 1.7, 0.04)));
        Shape3.Part body = stone.withFinish(finish(Pattern.WOOD, 0x5E6F64, 0x47564C, 78));
        table.add(box(body, new Vec3(-0.28, -0.80, 0.08), new Vec3(0.66, 1.6, top - 0.12)));
        for (int i = 0; i < 3; i++) {
            Shape3.Part panel = stone.withFinish(finish(Pattern.WOOD, 0x6B7D71, 0x55665B, 80 + i));
            table.add(box(panel, new Vec3(-0.295, -0.76 + i * 0.52, 0.14), new Vec3(0.02, 0.47, 0.70)));
        }
        return table;
    }

    SceneThing chair() {
        SceneThing chair = furniture(3, "chair", new Vec3(-0.55, 1.35, 0), new SceneThing.Hull(0.21, 0.21, 0.95, 0.46));
        Shape3.Part wood = chair.part(finish(Pattern.WOOD, 0x9A5B2E, 0x6E3D1C, 84));
        for (int i = 0; i < 4; i++) {
            Vec3 low = new Vec3(i % 2 == 0 ? -0.2 : 0.165, i < 2 ? -0.2 : 0.165, 0);
            chair.add(box(wood, low, new Vec3(0.035, 0.035, i < 2 ? 0.44 : 0.95)));
        }
        chair.add(box(wood, new Vec3(-0.21, -0.21, 0.43), new Vec3(0.42, 0.42, 0.03)));
        Shape3.Part cushion = wood.withFinish(finish(Pattern.FABRIC, 0x3A5F8A, 0x6F93BA, 86));
        chair.add(box(cushion, new Vec3(-0.19, -0.19, 0.46), new Vec3(0.38, 0.36, 0.035)));
        for (int i = 0; i < 3; i++) {
            chair.add(box(wood, new Vec3(-0.17, 0.17, 0.56 + i * 0.14), new Vec3(0.34, 0.02, 0.07)));
        }
        return chair;
    }

    SceneThing shelf() {
        SceneThing shelf = furniture(4, "shelf", new Vec3(2.22, -1.25, 0), new SceneThing.Hull(0.16, 0.5, 1.8, 1.8));
        Shape3.Part wood = shelf.part(finish(Pattern.WOOD, 0xC69A62, 0x97693A, 90));
        shelf.add(box(wood, new Vec3(-0.16, -0.5, 0), new Vec3(0.32, 0.025, 1.8)));
        shelf.add(box(wood, new Vec3(-0.16, 0.475, 0), new Vec3(0.32, 0.025, 1.8)));
        shelf.add(box(wood, new Vec3(0.14, -0.5, 0), new Vec3(0.02, 1.0, 1.8)));
        for (int level = 0; level < 5; level++) {
            double z = 0.06 + level * 0.425;
            shelf.add(box(wood, new Vec3(-0.16, -0.5, z), new Vec3(0.32, 1.0, 0.025)));
            if (level > 0 && level < 4) {
                addBooks(shelf, z + 0.025, level);
            }
        }
        return shelf;
    }

    private static void addBooks(SceneThing shelf, double z, int level) {
        double y = -0.46;
        for (int i = 0; y < 0.38; i++) {
            int pick = (i * 5 + level * 3) % SPINES.length;
            double width = 0.028 + 0.011 * ((i * 7 + level) % 4);
            double height = 0.22 + 0.022 * ((i * 3 + level * 2) % 5);
            Shape3.Part spine = shelf.part(finish(Pattern.PRINT, SPINES[pick], 0xE9DFC7, 95));
            shelf.add(box(spine, new Vec3(-0.10, y, z), new Vec3(0.2, width, height)));
            y += width + 0.004;
        }
    }

    SceneThing window() {
        SceneThing window = furniture(5, "window", new Vec3(0.6, 2.29, 0.95), new SceneThing.Hull(0.65, 0.03, 1.1, 1.1));
        Shape3.Part sky = window.part(finish(Pattern.SKY, 0xDDE6EA, 0xA9CBEA, 0));
        window.add(box(sky, new Vec3(-0.6, -0.005, 0.05), new Vec3(1.2, 0.01, 1.0)));
        Shape3.Part frame = sky.withFinish(Finish.plain(0xF3F1EC));
        double[][] bars = {{-0.65, 0, 0.06, 1.1}, {0.59, 0, 0.06, 1.1}, {-0.65, 0, 1.3, 0.06}, {-0.65, 1.04, 1.3, 0.06}, {-0.03, 0, 0.06, 1.1}};
        for (double[] bar : bars) {
            window.add(box(frame, new Vec3(bar[0], -0.04, bar[1]), new Vec3(bar[2], 0.05, bar[3])));
        }
        Shape3.Part pot = sky.withFinish(Finish.plain(0xA8502E));
        window.add(box(pot, new Vec3(0.25, -0.16, 0.06), new Vec3(0.13, 0.12, 0.11)));
        Shape3.Part leaf = sky.withFinish(finish(Pattern.SPECKLED, 0x3E7A38, 0x75A84E, 99));
        window.add(new RoundCone(leaf, new Vec3(0.31, -0.10, 0.22), new Vec3(0.33, -0.10, 0.34), 0.09, 0.05));
        return window;
    }

    List<SceneThing> pictures() {
        return List.of(
                picture(6, new Vec3(2.38, 0.15, 1.62), true, 0.62),
                picture(7, new Vec3(2.38, 1.15, 1.58), true, 0.42),
                picture(8, new Vec3(-1.4, 2.28, 1.35), false, 0.6),
                picture(9, new Vec3(-2.78, 0.5, 1.4), true, 0.7),
                picture(10, new Vec3(-0.4, -2.28, 1.3), false, 0.8));
    }

    private static SceneThing picture(int id, Vec3 base, boolean facesX, double width) {
        double height = width * 0.75;
        double halfX = facesX ? 0.015 : width / 2;
        double halfY = facesX ? width / 2 : 0.015;
        SceneThing picture = furniture(id, "picture", base, new SceneThing.Hull(halfX, halfY, height, height));
        Shape3.Part frame = picture.part(finish(Pattern.WOOD, 0x3B2A1E, 0x5A402C, 100 + id));
        picture.add(box(frame, new Vec3(-halfX, -halfY, 0), new Vec3(2 * halfX, 2 * halfY, height)));
        double margin = 0.035;
        double innerX = facesX ? halfX + 0.004 : halfX - margin;
        double innerY = facesX ? halfY - margin : halfY + 0.004;
        Shape3.Part canvas = frame.withFinish(finish(Pattern.PAINTING, 0xE8D9B5, 0x2A5A7A, 110 + id * 2));
        picture.add(box(canvas, new Vec3(-innerX, -innerY, margin), new Vec3(2 * innerX, 2 * innerY, height - 2 * margin)));
        return picture;
    }
}
