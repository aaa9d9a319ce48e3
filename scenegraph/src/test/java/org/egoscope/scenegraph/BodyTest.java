package org.egoscope.scenegraph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.IntFunction;
import org.assertj.core.data.Offset;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.graph.ActionSpan;
import org.egoscope.scenegraph.TableScene.Content;
import org.junit.jupiter.api.Test;

/** Head paths in closed form, 30 frames per second. */
class BodyTest {
    /** The speed filter (0.2 s) falls from 1 m/s to standing within 0.38 s. */
    private static final Offset<Long> TOLERANCE = Offset.offset(12L);

    private static List<ActionSpan> actions(int frames, IntFunction<RigidTransform> head) {
        return CarryTest.only(SyntheticKitchen.run(TableScene.frames(frames, 30, i -> new Content(null, List.of(), head.apply(i)))),
                        ActionSpan.class)
                .filter(action -> action.side().isEmpty() && !action.verb().equals("look_at"))
                .toList();
    }

    private static double along(int frame, int from, int to) {
        return CarryScript.along(frame, from, to);
    }

    @Test
    void standingWalkingStandingAreToldApart() {
        List<ActionSpan> actions = actions(270, i -> TableScene.looking(0, new Vec3(3 * along(i, 60, 150), 0, 1.6)));
        assertThat(actions).extracting(ActionSpan::verb).containsExactly("stand_still", "walk", "stand_still");
        assertThat(actions.get(1).firstFrameIndex()).isCloseTo(60, TOLERANCE);
        assertThat(actions.get(1).firstFrameIndex() + actions.get(1).frameCount()).isCloseTo(150, TOLERANCE);
    }

    @Test
    void aTurnIsToldAndAGlanceIsNot() {
        List<ActionSpan> turned = actions(200, i -> TableScene.looking(Math.toRadians(100) * along(i, 80, 125), new Vec3(0, 0, 1.6)));
        assertThat(turned.stream().filter(action -> action.verb().equals("turn"))).hasSize(1).first().satisfies(turn -> {
            assertThat(turn.firstFrameIndex()).isCloseTo(80, TOLERANCE);
            assertThat(turn.firstFrameIndex() + turn.frameCount()).isCloseTo(125, TOLERANCE);
        });
        List<ActionSpan> glanced = actions(200, i -> TableScene.looking(Math.toRadians(20) * along(i, 80, 95), new Vec3(0, 0, 1.6)));
        assertThat(glanced).extracting(ActionSpan::verb).containsOnly("stand_still");
    }

    @Test
    void sittingDownAndStandingUpFollowTheHeightOfTheHead() {
        List<ActionSpan> actions = actions(400, i ->
                TableScene.looking(0, new Vec3(0, 0, 1.6 - 0.42 * along(i, 90, 135) + 0.42 * along(i, 250, 295))));
        assertThat(actions).extracting(ActionSpan::verb).contains("sit_down", "stand_up").doesNotContain("crouch");
        ActionSpan sit = actions.stream().filter(action -> action.verb().equals("sit_down")).findFirst().orElseThrow();
        assertThat(sit.firstFrameIndex()).isCloseTo(95, Offset.offset(18L));
        ActionSpan rise = actions.stream().filter(action -> action.verb().equals("stand_up")).findFirst().orElseThrow();
        assertThat(rise.firstFrameIndex()).isCloseTo(250, Offset.offset(18L));
    }

    @Test
    void crouchingIsLowerThanSitting() {
        List<ActionSpan> actions = actions(400, i ->
                TableScene.looking(0, new Vec3(0, 0, 1.6 - 0.75 * along(i, 90, 135) + 0.75 * along(i, 250, 295))));
        assertThat(actions).extracting(ActionSpan::verb).contains("crouch").doesNotContain("sit_down");
    }
}
