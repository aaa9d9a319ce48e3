package org.egoscope.perception.internal.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.egoscope.core.geometry.Vec3;
import org.junit.jupiter.api.Test;

class PlaceTest {
    private static final Vec3 THING = new Vec3(0.4, 1.7, 0.9);

    private static void see(Place place, Vec3 eye, Vec3 thing) {
        place.see(eye, thing.minus(eye).normalized());
    }

    @Test
    void nothingSeenHasNoPlace() {
        assertThat(new Place().point()).isNull();
    }

    @Test
    void oneRayPutsTheThingAtArmsReachOnIt() {
        Place place = new Place();
        Vec3 eye = new Vec3(0, 0, 1.6);
        for (int i = 0; i < 5; i++) {
            see(place, eye, THING);
        }
        Vec3 expected = eye.plus(THING.minus(eye).normalized().times(0.8));
        assertThat(place.point().distanceTo(expected)).isLessThan(1e-9);
    }

    @Test
    void raysFromManySidesMeetAtTheThing() {
        Place place = new Place();
        for (int i = 0; i < 12; i++) {
            see(place, new Vec3(0.6 * Math.cos(i), 0.6 * Math.sin(i), 1.6), THING);
        }
        // The prior for arm's reach pulls by a part of its weight against that of the rays.
        assertThat(place.point().distanceTo(THING)).isLessThan(0.05);
    }

    @Test
    void aThingThatWasMovedGetsANewPlaceAtOnce() {
        Place place = new Place();
        for (int i = 0; i < 12; i++) {
            see(place, new Vec3(0.6 * Math.cos(i), 0.6 * Math.sin(i), 1.6), THING);
        }
        Vec3 eye = new Vec3(0, 0, 1.6);
        Vec3 moved = new Vec3(-1, 1.2, 0.9);
        see(place, eye, moved);
        Vec3 direction = place.point().minus(eye).normalized();
        assertThat(direction.cross(moved.minus(eye).normalized()).norm()).isLessThan(1e-9);
    }

    @Test
    void theStateIsExact() throws IOException {
        Place place = new Place();
        see(place, new Vec3(0, 0, 1.6), THING);
        see(place, new Vec3(0.2, 0, 1.6), THING);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        place.write(new DataOutputStream(bytes));
        Place again = new Place();
        again.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        see(place, new Vec3(0.1, 0.1, 1.6), THING);
        see(again, new Vec3(0.1, 0.1, 1.6), THING);
        assertThat(again.point()).isEqualTo(place.point());
        Place third = new Place();
        third.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        Vec3 lastRay = THING.minus(new Vec3(0.2, 0, 1.6)).normalized();
        assertThat(third.lastDirection()).isEqualTo(lastRay);
    }
}
