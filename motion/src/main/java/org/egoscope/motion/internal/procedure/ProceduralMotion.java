package org.egoscope.motion.internal.procedure;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.egoscope.core.PipelineException;
import org.egoscope.motion.BodySequence;
import org.egoscope.motion.MotionClip;

/**
 * Everyday motion made by rules: sitting, kitchen work, picking up, kneeling, carrying, standing and walking between them, by people of
 * random proportions and habits. Each clip is a random script; its moves are minimum-jerk targets for hips, trunk, head, hands and feet,
 * posed by inverse kinematics with the feet planted. The same seed gives the same bits.
 *
 * <p>Limits: no objects are simulated (hands may pass where a table's edge would be), forearms and trunk may touch, hands have no fingers,
 * rhythms are sines.
 */
public final class ProceduralMotion {
    public static final String SOURCE = "procedural";

    private static final double FRAMES_PER_SECOND = 30;

    /** Kinds of activity and how often one is a clip's main one: what recorded free data lacks comes first. */
    private enum Kind {
        SIT_AT_TABLE(0.18, () -> new Sitting(true, SeatedWork::atTable)),
        SIT(0.16, () -> new Sitting(false, SeatedWork::withoutTable)),
        COUNTER(0.17, CounterWork::new),
        FLOOR(0.11, () -> new Bending(Bending.Place.FLOOR)),
        LOW_SHELF(0.05, () -> new Bending(Bending.Place.LOW_SHELF)),
        DRAWER(0.04, () -> new Bending(Bending.Place.DRAWER)),
        OVEN(0.06, () -> new Bending(Bending.Place.OVEN)),
        CUPBOARD(0.04, () -> new Bending(Bending.Place.CUPBOARD)),
        KNEEL(0.10, Kneeling::new),
        CARRY(0.05, Carrying::new),
        STAND(0.02, Standing::new),
        WALK(0.02, Pottering::new);

        final double share;
        final Supplier<Activity> activity;

        Kind(double share, Supplier<Activity> activity) {
            this.share = share;
            this.activity = activity;
        }

        static Kind draw(Random random) {
            double left = random.nextDouble();
            for (Kind kind : values()) {
                left -= kind.share;
                if (left < 0) {
                    return kind;
                }
            }
            return WALK;
        }
    }

    /** Of a clip's activities, its main kind. */
    private static final double MAIN_SHARE = 0.65;

    private ProceduralMotion() {}

    /** One person for so long, 30 frames a second; the clip's activity is its main one, its performer is the seed. */
    public static MotionClip generate(long seed, double seconds) {
        if (!(seconds > 0 && seconds <= 3600)) {
            throw PipelineException.badInput("duration: expected above 0 and at most 3600 s, got " + seconds);
        }
        Random random = new Random(seed * 0x9E3779B97F4A7C15L + 0x632BE59BD9B4E019L);
        Kind main = Kind.draw(random);
        Actor actor = new Actor(random);
        // Clips begin in the middle of things, as the windows of a long recording do.
        double start = actor.between(0.5, 9);
        while (actor.now < start + seconds + 1) {
            Kind kind = actor.chance(MAIN_SHARE) ? main : Kind.draw(random);
            kind.activity.get().perform(actor);
            Stage.goOn(actor);
        }
        int frames = Math.max(1, (int) Math.round(seconds * FRAMES_PER_SECOND));
        BodySequence motion = new Poser(actor.score, FRAMES_PER_SECOND, start).pose(frames);
        return new MotionClip("procedural-" + seed, SOURCE, "procedural-" + seed, main.activity.get().name(), motion);
    }

    /** Clips of 20 to 60 s until their sum reaches the time asked for; every clip has a person of its own. */
    public static List<MotionClip> generateAll(long seed, double minutes) {
        Random random = new Random(seed);
        List<MotionClip> clips = new ArrayList<>();
        double left = minutes * 60;
        while (left > 0) {
            double seconds = Math.min(left, 20 + 40 * random.nextDouble());
            clips.add(generate(random.nextLong(), Math.max(1, seconds)));
            left -= seconds;
        }
        return clips;
    }
}
