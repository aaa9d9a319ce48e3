package org.egoscope.motion.internal.format;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.StringTokenizer;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.Vec3;
import org.jspecify.annotations.Nullable;

/** Reads the text of a BVH file: HIERARCHY with any joints and channels, End Sites, MOTION. Layout of lines does not matter. */
final class BvhParser {
    private static final int MOST_JOINTS = 1024;
    private static final int END_SITE = -2;

    private final BufferedReader reader;
    private StringTokenizer line = new StringTokenizer("");
    private int lineNumber;

    private final List<String> names = new ArrayList<>();
    private final List<Integer> parents = new ArrayList<>();
    private final List<Vec3> offsets = new ArrayList<>();
    private final List<List<Integer>> channels = new ArrayList<>();
    private final List<@Nullable Vec3> endSites = new ArrayList<>();

    private BvhParser(BufferedReader reader) {
        this.reader = reader;
    }

    static BvhFile read(Path file) {
        // Names are mostly ASCII; Latin-1 accepts any byte.
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            return new BvhParser(reader).parse(Files.size(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BvhFile parse(long fileBytes) throws IOException {
        expect("HIERARCHY");
        hierarchy();
        List<BvhFile.Joint> joints = new ArrayList<>();
        int firstChannel = 0;
        for (int j = 0; j < names.size(); j++) {
            joints.add(new BvhFile.Joint(
                    names.get(j), parents.get(j), offsets.get(j), channels.get(j), firstChannel, endSites.get(j)));
            firstChannel += channels.get(j).size();
        }
        expect("FRAMES:");
        int frames = (int) number(next());
        expect("FRAME");
        expect("TIME:");
        double seconds = number(next());
        if (!(seconds > 0 && seconds <= 10)) {
            throw broken("a frame time above 0 and at most 10 s", Double.toString(seconds));
        }
        return new BvhFile(List.copyOf(joints), frames, seconds, motion(frames, firstChannel, fileBytes));
    }

    private float[] motion(int frames, int perFrame, long fileBytes) throws IOException {
        // A number and its separator take at least two bytes.
        if (frames < 1 || perFrame < 1 || (long) frames * perFrame > fileBytes / 2) {
            throw broken("frames that fit into " + fileBytes + " bytes", frames + " frames of " + perFrame + " channels");
        }
        float[] values = new float[frames * perFrame];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) number(next());
        }
        return values;
    }

    private void hierarchy() throws IOException {
        Deque<Integer> open = new ArrayDeque<>();
        int pending = -1;
        while (true) {
            String word = next().toUpperCase(Locale.ROOT);
            switch (word) {
                case "ROOT", "JOINT" -> pending = joint(open.isEmpty() ? -1 : open.peek());
                case "END" -> {
                    expect("SITE");
                    pending = END_SITE;
                }
                case "{" -> open.push(pending);
                case "}" -> {
                    if (open.isEmpty()) {
                        throw broken("a joint before }", "none");
                    }
                    open.pop();
                }
                case "OFFSET" -> offset(open);
                case "CHANNELS" -> channels(open);
                case "MOTION" -> {
                    if (names.isEmpty() || !open.isEmpty()) {
                        throw broken("a complete hierarchy before MOTION", names.size() + " joints, " + open.size() + " of them open");
                    }
                    return;
                }
                default -> throw broken("a word of the hierarchy", word);
            }
        }
    }

    private int joint(int parent) {
        if (parent == END_SITE || names.size() >= MOST_JOINTS || parent < 0 && !names.isEmpty()) {
            throw broken("one tree of at most " + MOST_JOINTS + " joints", "joint " + names.size() + " of another");
        }
        StringBuilder name = new StringBuilder();
        while (line.hasMoreTokens()) {
            String word = line.nextToken();
            if (word.equals("{")) {
                line = new StringTokenizer("{");
                break;
            }
            name.append(name.length() == 0 ? "" : " ").append(word);
        }
        names.add(name.toString());
        parents.add(parent);
        offsets.add(Vec3.ZERO);
        channels.add(List.of());
        endSites.add(null);
        return names.size() - 1;
    }

    private void offset(Deque<Integer> open) throws IOException {
        Vec3 offset = new Vec3(number(next()), number(next()), number(next()));
        int joint = current(open);
        if (joint != END_SITE) {
            offsets.set(joint, offset);
            return;
        }
        open.pop();
        int owner = current(open);
        open.push(END_SITE);
        if (owner != END_SITE && endSites.get(owner) == null) {
            endSites.set(owner, offset);
        }
    }

    private void channels(Deque<Integer> open) throws IOException {
        int joint = current(open);
        int count = (int) number(next());
        if (joint == END_SITE || count < 0 || count > 6) {
            throw broken("0..6 channels of a joint", count + " channels");
        }
        List<Integer> codes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            codes.add(code(next()));
        }
        channels.set(joint, List.copyOf(codes));
    }

    private int code(String channel) {
        String lower = channel.toLowerCase(Locale.ROOT);
        int axis = "xyz".indexOf(lower.charAt(0));
        boolean rotation = lower.endsWith("rotation");
        if (axis < 0 || !(rotation || lower.endsWith("position"))) {
            throw broken("Xposition .. Zrotation", channel);
        }
        return rotation ? BvhFile.ROTATION + axis : axis;
    }

    private int current(Deque<Integer> open) {
        Integer joint = open.peek();
        if (joint == null) {
            throw broken("a joint around OFFSET and CHANNELS", "none");
        }
        return joint;
    }

    private void expect(String word) throws IOException {
        String got = next();
        if (!got.equalsIgnoreCase(word)) {
            throw broken(word, got);
        }
    }

    private double number(String word) {
        try {
            double value = Double.parseDouble(word);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below, with the place.
        }
        throw broken("a finite number", word);
    }

    private String next() throws IOException {
        while (!line.hasMoreTokens()) {
            String text = reader.readLine();
            if (text == null) {
                throw broken("more", "the end of the file");
            }
            lineNumber++;
            line = new StringTokenizer(text);
        }
        return line.nextToken();
    }

    private PipelineException broken(String expected, String got) {
        return PipelineException.badInput("BVH line " + lineNumber + ": expected " + expected + ", got " + Text.shortened(got));
    }
}
