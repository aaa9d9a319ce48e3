package org.egoscope.motion.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.BodySkeleton;
import org.egoscope.motion.HeadTrajectory;
import org.junit.jupiter.api.Test;

class BodyStateTest {
    /** Every joint anyhow, not as bodies are. */
    private static BodySequence random(int frames, long seed) {
        Random random = new Random(seed);
        float[] root = FlowFixtures.gaussian(frames * 3, 1, random);
        float[] local = new float[frames * BodySkeleton.JOINTS * 4];
        for (int i = 0; i < frames * BodySkeleton.JOINTS; i++) {
            FlowFixtures.put(FlowFixtures.randomRotation(random), local, i);
        }
        float[] contacts = new float[frames * BodySequence.CONTACTS];
        for (int i = 0; i < contacts.length; i++) {
            contacts[i] = random.nextFloat();
        }
        return BodySequence.ofLocalRotations(BodySkeleton.ofStature(1.6), 30, root, local).withContacts(contacts);
    }

    @Test
    void anyBodyComesBackFromItsState() {
        for (long seed = 0; seed < 20; seed++) {
            BodySequence body = random(10, seed);
            BodySequence back = BodyState.toBody(BodyState.of(body), HeadTrajectory.of(body, 0));
            for (int t = 0; t < body.frames(); t++) {
                for (int j = 0; j < BodySkeleton.JOINTS; j++) {
                    assertThat(back.rotationInWorld(t, j).angleTo(body.rotationInWorld(t, j))).as("seed %d, joint %d", seed, j).isLessThan(2e-6);
                    assertThat(back.jointInWorld(t, j).distanceTo(body.jointInWorld(t, j))).as("seed %d, joint %d", seed, j).isLessThan(5e-6);
                }
            }
            assertThat(FlowFixtures.largestDifference(back.contacts(), body.contacts())).isLessThan(1e-6);
        }
    }

    @Test
    void isTheSameWhereverTheBodyStandsAndWhicheverWayItFaces() {
        BodySequence body = FlowFixtures.moving(30, 2);
        BodySequence moved = FlowFixtures.moved(body, 2.1, new Vec3(100, 50, 0));
        assertThat(FlowFixtures.largestDifference(BodyState.of(body), BodyState.of(moved))).isLessThan(1e-5);
        assertThat(FlowFixtures.largestDifference(BodyState.jointsFromHead(body), BodyState.jointsFromHead(moved))).isLessThan(3e-5);
    }

    @Test
    void bodyHangsFromTheMeasuredHeadWithItsOwnBonesWhateverTheStateSays() {
        BodySequence body = FlowFixtures.moving(8, 3);
        HeadTrajectory head = HeadTrajectory.of(body, 0);
        float[] state = FlowFixtures.gaussian(8 * BodyState.CHANNELS, 1, new Random(1));
        Arrays.fill(state, 0, BodyState.CHANNELS, 0);
        BodySequence hung = BodyState.toBody(state, head);
        for (int t = 0; t < 8; t++) {
            assertThat(hung.jointInWorld(t, FlowFixtures.HEAD).distanceTo(head.headInWorld(t))).isLessThan(1e-6);
            assertThat(hung.rotationInWorld(t, FlowFixtures.HEAD).angleTo(head.headRotation(t))).isLessThan(1e-6);
            for (int j = 1; j < BodySkeleton.JOINTS; j++) {
                int parent = BodySkeleton.parent(j);
                Vec3 bone = hung.jointInWorld(t, j).minus(hung.jointInWorld(t, parent));
                Vec3 expected = hung.rotationInWorld(t, parent).rotate(body.skeleton().offset(j));
                assertThat(bone.distanceTo(expected)).as("frame %d, joint %d", t, j).isLessThan(3e-6);
            }
            for (int c = 0; c < BodySequence.CONTACTS; c++) {
                assertThat(hung.contact(t, c)).isBetween(0f, 1f);
            }
        }
        Quaternion withoutDirection = hung.rotationInWorld(0, 4);
        assertThat(withoutDirection.angleTo(HeadFeatures.heading(head.headRotation(0)))).as("columns of zeros").isLessThan(1e-6);
    }

    /** Gram and Schmidt: the first column's direction is kept, the second is turned into the plane at right angles to it. */
    @Test
    void columnsThatAreNotQuiteARotationGiveOneThatKeepsTheFirst() {
        BodySequence body = FlowFixtures.moving(1, 4);
        HeadTrajectory head = HeadTrajectory.of(body, 0);
        float[] state = BodyState.of(body);
        int knee = BodyState.slot(4) * 6;
        float[] columns = {0.3f, 0.4f, 1.2f, 1, -0.2f, 0.1f};
        System.arraycopy(columns, 0, state, knee, 6);
        Quaternion heading = HeadFeatures.heading(head.headRotation(0));
        Quaternion rotation = heading.conjugate().times(BodyState.toBody(state, head).rotationInWorld(0, 4));
        Vec3 x = new Vec3(0.3, 0.4, 1.2).times(1 / 1.3);
        Vec3 z = x.cross(new Vec3(1, -0.2, 0.1)).normalized();
        assertThat(rotation.rotate(new Vec3(1, 0, 0)).distanceTo(x)).isLessThan(1e-6);
        assertThat(rotation.rotate(new Vec3(0, 0, 1)).distanceTo(z)).isLessThan(1e-6);
    }

    @Test
    void contactsAreToldAsMinusOneToOneAndUnknownOnesAsZero() {
        BodySequence body = FlowFixtures.moving(1, 5).withContacts(new float[] {0, 1, 0.5f, Float.NaN, 0.25f, 1});
        float[] state = BodyState.of(body);
        assertThat(Arrays.copyOfRange(state, BodyState.ROTATIONS * 6, BodyState.CHANNELS)).containsExactly(-1, 1, 0, 0, -0.5f, 1);
    }

    @Test
    void everyJointButTheHeadHasAPlaceOfItsOwn() {
        Set<Integer> slots = new HashSet<>();
        for (int j = 0; j < BodySkeleton.JOINTS; j++) {
            if (j != FlowFixtures.HEAD) {
                slots.add(BodyState.slot(j));
            }
        }
        assertThat(slots).hasSize(BodyState.ROTATIONS).allMatch(slot -> slot >= 0 && slot < BodyState.ROTATIONS);
    }
}
