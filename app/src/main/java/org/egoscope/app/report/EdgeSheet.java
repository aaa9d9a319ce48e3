package org.egoscope.app.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.egoscope.core.graph.GraphEdge;
import org.egoscope.core.graph.GraphEvent;
import org.egoscope.core.graph.GraphNode;
import org.egoscope.core.observation.Instance;
import org.egoscope.core.observation.Mask;
import org.egoscope.core.observation.Observation;
import org.egoscope.core.video.VideoFrame;

/**
 * What the hands are said to hold and touch, three pictures an edge: its first, its middle and its last frame, the thing outlined, so
 * that a person sees at a glance which edges are right. Of a session with more than {@link #MOST} such edges the longest are shown.
 */
final class EdgeSheet {
    static final int MOST = 40;

    private static final Set<String> SHOWN = Set.of("holds", "touches");
    private static final int PICTURES = 3;
    private static final int COLUMNS = 2;
    private static final int CELL_WIDTH = 300;
    private static final int CAPTION_HEIGHT = 15;
    private static final Color HELD = new Color(0xff3030);
    private static final Color TOUCHED = new Color(0x30ff60);

    private final List<GraphEdge> edges;
    private final Map<Long, Observation> observations = new HashMap<>();
    private final TreeMap<Integer, BufferedImage> cells = new TreeMap<>();

    private EdgeSheet(List<GraphEdge> edges) {
        this.edges = edges;
    }

    /** Of the edges whose subject is a hand; the wearer's repeat those. */
    static EdgeSheet of(Iterable<? extends GraphEvent> events) {
        List<GraphEdge> found = new ArrayList<>();
        for (GraphEvent event : events) {
            if (event instanceof GraphEdge edge && SHOWN.contains(edge.predicate()) && edge.subject().nodeId() != GraphNode.WEARER) {
                found.add(edge);
            }
        }
        found.sort((a, b) -> Long.compare(b.frameCount(), a.frameCount()));
        List<GraphEdge> shown = new ArrayList<>(found.subList(0, Math.min(MOST, found.size())));
        shown.sort((a, b) -> a.firstFrameIndex() != b.firstFrameIndex()
                ? Long.compare(a.firstFrameIndex(), b.firstFrameIndex())
                : Long.compare(a.edgeId(), b.edgeId()));
        return new EdgeSheet(shown);
    }

    /** Frame of the first (0), middle (1) or last (2) picture of an edge. */
    static long frameOf(GraphEdge edge, int picture) {
        return edge.firstFrameIndex() + (edge.frameCount() - 1) * picture / (PICTURES - 1);
    }

    /** Keeps what was seen in a frame if one of the pictures needs it. */
    void remember(Observation observation) {
        if (edges.stream().anyMatch(edge -> isOf(edge, observation.frameIndex()))) {
            observations.put(observation.frameIndex(), observation);
        }
    }

    private static boolean isOf(GraphEdge edge, long frameIndex) {
        for (int picture = 0; picture < PICTURES; picture++) {
            if (frameOf(edge, picture) == frameIndex) {
                return true;
            }
        }
        return false;
    }

    /** Draws the pictures that are of this frame. */
    void draw(VideoFrame frame) {
        Observation observation = observations.get(frame.frameIndex());
        if (observation == null) {
            return;
        }
        for (int i = 0; i < edges.size(); i++) {
            for (int picture = 0; picture < PICTURES; picture++) {
                if (frameOf(edges.get(i), picture) == frame.frameIndex()) {
                    cells.put(i * PICTURES + picture, cell(frame, observation, edges.get(i)));
                }
            }
        }
    }

    private static BufferedImage cell(VideoFrame frame, Observation observation, GraphEdge edge) {
        BufferedImage image = OverlayPainter.picture(frame.size(), frame.rgb());
        Color color = edge.predicate().equals("holds") ? HELD : TOUCHED;
        OverlayPainter.paint(image, List.of(), observation.hands());
        boolean seen = false;
        for (Instance instance : observation.instances()) {
            if (instance.trackId() == edge.object().trackId()) {
                outline(image, instance.mask(), color);
                seen = true;
            }
        }
        int height = CELL_WIDTH * image.getHeight() / image.getWidth();
        BufferedImage cell = new BufferedImage(CELL_WIDTH, height + CAPTION_HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = cell.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, CAPTION_HEIGHT, CELL_WIDTH, height, null);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 11));
        graphics.setColor(color);
        graphics.drawString(caption(observation, edge, seen), 2, CAPTION_HEIGHT - 4);
        graphics.dispose();
        return cell;
    }

    private static String caption(Observation observation, GraphEdge edge, boolean seen) {
        String thing = edge.object().label().equals(Instance.UNKNOWN) ? "" : edge.object().label() + " ";
        return String.format(
                Locale.ROOT, "%d  %.2f s  %s %s %s#%d%s", edge.edgeId(), observation.time().seconds(), edge.subject().label(), edge.predicate(),
                thing, edge.object().trackId(), seen ? "" : " (not seen)");
    }

    /** Pixels of the mask with a neighbour outside it. */
    private static void outline(BufferedImage image, Mask mask, Color color) {
        int width = image.getWidth();
        int height = image.getHeight();
        byte[] bitmap = new byte[width * height];
        mask.copyTo(bitmap);
        for (int y = 1; y + 1 < height; y++) {
            for (int x = 1; x + 1 < width; x++) {
                int p = y * width + x;
                boolean inner = bitmap[p - 1] != 0 && bitmap[p + 1] != 0 && bitmap[p - width] != 0 && bitmap[p + width] != 0;
                if (bitmap[p] != 0 && !inner) {
                    image.setRGB(x, y, color.getRGB());
                }
            }
        }
    }

    /** Writes the sheet as PNG; nothing if no hand held or touched anything. */
    void write(Path file) throws IOException {
        if (cells.isEmpty()) {
            return;
        }
        BufferedImage first = cells.firstEntry().getValue();
        int rows = (edges.size() + COLUMNS - 1) / COLUMNS;
        int columns = Math.min(COLUMNS, edges.size());
        BufferedImage sheet =
                new BufferedImage(columns * PICTURES * CELL_WIDTH, rows * first.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        cells.forEach((index, cell) -> {
            int edge = index / PICTURES;
            int x = (edge / rows * PICTURES + index % PICTURES) * CELL_WIDTH;
            graphics.drawImage(cell, x, edge % rows * first.getHeight(), null);
        });
        graphics.dispose();
        ImageIO.write(sheet, "png", file.toFile());
    }
}
