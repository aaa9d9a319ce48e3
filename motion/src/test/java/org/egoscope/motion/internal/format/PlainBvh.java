package org.egoscope.motion.internal.format;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** A reader of BVH written for the tests alone, with rotation matrices and without any idea of bodies. */
final class PlainBvh {
    private final List<String> names = new ArrayList<>();
    private final List<Integer> parents = new ArrayList<>();
    private final List<double[]> offsets = new ArrayList<>();
    private final List<List<String>> channels = new ArrayList<>();
    private final double[] values;
    private final double frameTime;
    private final int perFrame;

    PlainBvh(String text) {
        String[] words = text.trim().split("\\s+");
        Deque<Integer> open = new ArrayDeque<>();
        int next = -1;
        int i = 1;
        while (!words[i].equals("MOTION")) {
            switch (words[i]) {
                case "ROOT", "JOINT" -> {
                    parents.add(open.isEmpty() ? -1 : open.peek());
                    names.add(words[i + 1]);
                    channels.add(List.of());
                    next = names.size() - 1;
                    i += 2;
                }
                case "End" -> {
                    next = -9;
                    i += 2;
                }
                case "{" -> {
                    open.push(next);
                    i++;
                }
                case "}" -> {
                    open.pop();
                    i++;
                }
                case "OFFSET" -> {
                    if (open.peek() >= 0) {
                        offsets.add(numbers(words, i + 1, 3));
                    }
                    i += 4;
                }
                default -> {
                    int count = Integer.parseInt(words[i + 1]);
                    channels.set(open.peek(), Arrays.asList(words).subList(i + 2, i + 2 + count));
                    i += 2 + count;
                }
            }
        }
        frameTime = Double.parseDouble(words[i + 5]);
        values = numbers(words, i + 6, words.length - i - 6);
        perFrame = channels.stream().mapToInt(List::size).sum();
    }

    private static double[] numbers(String[] words, int from, int count) {
        return Arrays.stream(words, from, from + count).mapToDouble(Double::parseDouble).toArray();
    }

    double frameTime() {
        return frameTime;
    }

    int joint(String name) {
        return names.indexOf(name);
    }

    double[][] positions(int frame) {
        int at = frame * perFrame;
        double[][] points = new double[names.size()][];
        double[][][] rotations = new double[names.size()][][];
        for (int j = 0; j < points.length; j++) {
            double[] offset = offsets.get(j).clone();
            double[][] local = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
            for (String channel : channels.get(j)) {
                int axis = channel.charAt(0) - 'X';
                if (channel.endsWith("position")) {
                    offset[axis] = values[at++];
                } else {
                    local = times(local, about(axis, Math.toRadians(values[at++])));
                }
            }
            int parent = parents.get(j);
            rotations[j] = parent < 0 ? local : times(rotations[parent], local);
            points[j] = offset;
            for (int row = 0; parent >= 0 && row < 3; row++) {
                double[] r = rotations[parent][row];
                points[j] = points[j] == offset ? points[parent].clone() : points[j];
                points[j][row] += r[0] * offset[0] + r[1] * offset[1] + r[2] * offset[2];
            }
        }
        return points;
    }

    private static double[][] about(int axis, double angle) {
        double[][] m = new double[3][3];
        int b = (axis + 1) % 3;
        int c = (axis + 2) % 3;
        m[axis][axis] = 1;
        m[b][b] = Math.cos(angle);
        m[c][c] = Math.cos(angle);
        m[b][c] = -Math.sin(angle);
        m[c][b] = Math.sin(angle);
        return m;
    }

    private static double[][] times(double[][] a, double[][] b) {
        double[][] out = new double[3][3];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                out[i][j] = a[i][0] * b[0][j] + a[i][1] * b[1][j] + a[i][2] * b[2][j];
            }
        }
        return out;
    }
}
