package org.egoscope.motion.internal.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.motion.BodySkeleton;

/** Reads {@code rigs.txt}, whose head describes the language. */
final class BvhRigs {
    private static final List<BvhRig> ALL = new BvhRigs().read();

    private final List<BvhRig> rigs = new ArrayList<>();
    private String[] sides = {"", ""};

    private BvhRigs() {}

    /** In order of preference. */
    static List<BvhRig> all() {
        return ALL;
    }

    private List<BvhRig> read() {
        try (InputStream in = Objects.requireNonNull(BvhRigs.class.getResourceAsStream("rigs.txt"))) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    line(line.strip().split("\\s+"));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(rigs);
    }

    private void line(String[] words) {
        if (words[0].equals("rig")) {
            rigs.add(new BvhRig(words[1]));
            sides = new String[] {words[2], words[3]};
            return;
        }
        BvhRig rig = rigs.get(rigs.size() - 1);
        switch (words[0]) {
            case "axes" -> axes(rig, words);
            case "thorax" -> rig.thorax(new BvhRig.Thorax(
                    new Vec3(Double.parseDouble(words[1]), Double.parseDouble(words[2]), Double.parseDouble(words[3])),
                    List.of(Arrays.copyOfRange(words, 4, words.length))));
            case "foot-with-ankle" -> rig.turnFootWithAnkle();
            default -> places(rig, words);
        }
    }

    private void places(BvhRig rig, String[] words) {
        List<SmplJoint> joints = joints(words[0]);
        for (int side = 0; side < joints.size(); side++) {
            List<BvhRig.Place> alternatives = new ArrayList<>();
            for (int i = 1; i < words.length; i += 2) {
                alternatives.add(place(words[i].replace("*", sides[side])));
            }
            rig.place(joints.get(side), alternatives);
        }
    }

    private static BvhRig.Place place(String text) {
        int between = text.indexOf('>');
        int beyond = text.indexOf('+');
        if (between > 0) {
            int at = text.indexOf('@');
            return new BvhRig.Place(
                    text.substring(0, between), false, text.substring(between + 1, at), Double.parseDouble(text.substring(at + 1)));
        }
        if (beyond > 0) {
            return new BvhRig.Place(text.substring(0, beyond), false, null, Double.parseDouble(text.substring(beyond + 1)));
        }
        boolean end = text.endsWith(".end");
        return new BvhRig.Place(end ? text.substring(0, text.length() - 4) : text, end, null, 0);
    }

    /** One joint, or the left and the right one. */
    private static List<SmplJoint> joints(String key) {
        List<SmplJoint> found = new ArrayList<>();
        for (SmplJoint joint : SmplJoint.all().subList(0, BodySkeleton.JOINTS)) {
            String name = joint.name().toLowerCase(Locale.ROOT);
            if (name.equals(key) || name.equals("left_" + key) || name.equals("right_" + key)) {
                found.add(joint);
            }
        }
        if (found.isEmpty()) {
            throw new IllegalStateException("rigs: expected a joint, got " + key);
        }
        return found;
    }

    private static void axes(BvhRig rig, String[] words) {
        if (words[1].equals("all")) {
            for (SmplJoint joint : SmplJoint.all().subList(0, BodySkeleton.JOINTS)) {
                rig.axes(joint, rotation(words, 2, 0));
            }
            return;
        }
        double degrees = words.length % 3 == 0 ? Double.parseDouble(words[words.length - 1]) : 0;
        List<SmplJoint> joints = joints(words[1]);
        for (int side = 0; side < joints.size(); side++) {
            rig.axes(joints.get(side), rotation(words, 2 + 3 * side, Math.toRadians(degrees)));
        }
    }

    private static Quaternion rotation(String[] words, int first, double radiansDown) {
        Quaternion ownFromOurs = Quaternion.fromColumns(axis(words[first]), axis(words[first + 1]), axis(words[first + 2]));
        // The joint's bone looks down: seen along it, our forward axis is turned up about the left one.
        return ownFromOurs.times(Quaternion.fromAxisAngle(new Vec3(0, 1, 0), -radiansDown)).normalized();
    }

    private static Vec3 axis(String signed) {
        double sign = signed.charAt(0) == '-' ? -1 : 1;
        return switch (signed.charAt(1)) {
            case 'x' -> new Vec3(sign, 0, 0);
            case 'y' -> new Vec3(0, sign, 0);
            default -> new Vec3(0, 0, sign);
        };
    }
}
