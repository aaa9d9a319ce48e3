package org.egoscope.perception.internal.segment;

/**
 * Simple shapes fitted into a box so that their outlines lie on edges: four corners (doors, boards, books, screens in perspective) and
 * ellipses (plates, pans, bowls from the side). Edges alone often have gaps that a free outline leaks through; a shape bridges them.
 */
final class FittedShapes {
    /** Edges from this strength on count fully. */
    private static final float FULL_EDGE = 0.35f;

    /** What the share of the box that a shape fills is worth against the share of its outline that lies on edges. */
    private static final double AREA_WORTH = 0.3;

    /** What each side of the box that is not reached costs, per share of the box's length that is missing. */
    private static final double REACH_WORTH = 1.5;

    /** Corners move on a grid of so many steps over the box. */
    private static final int STEPS = 24;

    /** A corner leaves its own corner of the box by at most this many steps. */
    private static final int FAR = 17;

    private static final int ROUNDS = 4;

    /** Correlations of x and y within an ellipse that touches all sides. */
    private static final int TILTS = 19;

    private static final double MOST_TILT = 0.9;

    private static final int ELLIPSE_SAMPLES = 96;

    private final BoxCrop crop;
    private final float[] near;
    private final double left;
    private final double top;
    private final double spanX;
    private final double spanY;

    FittedShapes(BoxCrop crop) {
        this.crop = crop;
        spanX = 2 * (crop.middleX() - crop.leftOfBox());
        spanY = 2 * (crop.middleY() - crop.topOfBox());
        left = crop.leftOfBox();
        top = crop.topOfBox();
        near = widened();
    }

    /** The strongest edge in a cell and its eight neighbours: outlines of real things are not quite straight. */
    private float[] widened() {
        float[] widest = new float[crop.cells()];
        for (int cell = 0; cell < widest.length; cell++) {
            int x = cell % crop.width;
            int y = cell / crop.width;
            for (int v = Math.max(0, y - 1); v <= Math.min(crop.height - 1, y + 1); v++) {
                for (int u = Math.max(0, x - 1); u <= Math.min(crop.width - 1, x + 1); u++) {
                    widest[cell] = Math.max(widest[cell], crop.edges[v * crop.width + u]);
                }
            }
            widest[cell] = Math.min(1, widest[cell] / FULL_EDGE);
        }
        return widest;
    }

    private double edgeAt(double u, double v) {
        int x = (int) Math.max(0, Math.min(crop.width - 1, Math.round(left + u * spanX)));
        int y = (int) Math.max(0, Math.min(crop.height - 1, Math.round(top + v * spanY)));
        return near[y * crop.width + x];
    }

    /** Four corners, clockwise from the upper left one, as shares of the box. */
    private final class Corners {
        final double[] u = {0, 1, 1, 0};
        final double[] v = {0, 0, 1, 1};

        private boolean isConvex() {
            for (int i = 0; i < 4; i++) {
                int j = (i + 1) % 4;
                int k = (i + 2) % 4;
                if ((u[j] - u[i]) * (v[k] - v[j]) - (v[j] - v[i]) * (u[k] - u[j]) < 0) {
                    return false;
                }
            }
            return true;
        }

        /** @param atLeast less is not looked at closely */
        double worth(double atLeast) {
            double missing = Math.min(u[0], u[3]) + Math.min(1 - u[1], 1 - u[2]) + Math.min(v[0], v[1]) + Math.min(1 - v[2], 1 - v[3]);
            double withoutEdges = AREA_WORTH * area() - REACH_WORTH * missing;
            // An outline lies on edges wholly at best.
            if (1 + withoutEdges <= atLeast || !isConvex()) {
                return Double.NEGATIVE_INFINITY;
            }
            double edge = 0;
            double length = 0;
            for (int i = 0; i < 4; i++) {
                int j = (i + 1) % 4;
                double side = Math.hypot((u[j] - u[i]) * spanX, (v[j] - v[i]) * spanY);
                edge += side * meanEdge(i, j, side);
                length += side;
            }
            return edge / Math.max(1e-6, length) + withoutEdges;
        }

        private double meanEdge(int i, int j, double side) {
            int samples = Math.max(1, (int) side);
            double sum = 0;
            for (int s = 0; s < samples; s++) {
                double t = (s + 0.5) / samples;
                sum += edgeAt(u[i] + t * (u[j] - u[i]), v[i] + t * (v[j] - v[i]));
            }
            return sum / samples;
        }

        private double area() {
            return ((u[0] - u[2]) * (v[1] - v[3]) - (v[0] - v[2]) * (u[1] - u[3])) / 2;
        }

        /** Tries all places for one corner; true if it moved. */
        boolean improve(int corner) {
            double ownU = corner == 1 || corner == 2 ? 1 : 0;
            double ownV = corner >= 2 ? 1 : 0;
            double best = worth(Double.NEGATIVE_INFINITY);
            double oldU = u[corner];
            double oldV = v[corner];
            double bestU = oldU;
            double bestV = oldV;
            for (int a = 0; a <= FAR; a++) {
                for (int b = 0; b <= FAR; b++) {
                    u[corner] = Math.abs(ownU - (double) a / STEPS);
                    v[corner] = Math.abs(ownV - (double) b / STEPS);
                    double worth = worth(best);
                    if (worth > best) {
                        best = worth;
                        bestU = u[corner];
                        bestV = v[corner];
                    }
                }
            }
            u[corner] = bestU;
            v[corner] = bestV;
            return bestU != oldU || bestV != oldV;
        }

        boolean contains(double x, double y) {
            for (int i = 0; i < 4; i++) {
                int j = (i + 1) % 4;
                if ((u[j] - u[i]) * (y - v[i]) - (v[j] - v[i]) * (x - u[i]) < 0) {
                    return false;
                }
            }
            return true;
        }
    }

    /** The convex shape of four corners whose outline lies on edges best. */
    byte[] fourCorners() {
        Corners corners = new Corners();
        boolean moved = true;
        for (int round = 0; round < ROUNDS && moved; round++) {
            moved = false;
            for (int corner = 0; corner < 4; corner++) {
                moved |= corners.improve(corner);
            }
        }
        return filled(corners::contains);
    }

    /** The ellipse touching all four sides whose outline lies on edges best. */
    byte[] ellipse() {
        double best = -1;
        double tilt = 0;
        for (int i = 0; i < TILTS; i++) {
            double candidate = MOST_TILT * (2.0 * i / (TILTS - 1) - 1);
            double worth = ellipseEdge(candidate) + AREA_WORTH * Math.PI / 4 * Math.sqrt(1 - candidate * candidate);
            if (worth > best) {
                best = worth;
                tilt = candidate;
            }
        }
        double r = tilt;
        return filled((x, y) -> {
            double a = 2 * x - 1;
            double b = 2 * y - 1;
            return a * a - 2 * r * a * b + b * b <= 1 - r * r;
        });
    }

    /** Points of the outline are (cos t, cos(t - phase)) with the cosine of the phase as correlation. */
    private double ellipseEdge(double tilt) {
        double phase = Math.acos(tilt);
        double sum = 0;
        for (int i = 0; i < ELLIPSE_SAMPLES; i++) {
            double t = 2 * Math.PI * i / ELLIPSE_SAMPLES;
            sum += edgeAt((1 + Math.cos(t)) / 2, (1 + Math.cos(t - phase)) / 2);
        }
        return sum / ELLIPSE_SAMPLES;
    }

    /** Tells whether a place, as shares of the box, lies inside. */
    private interface Inside {
        boolean test(double x, double y);
    }

    private byte[] filled(Inside inside) {
        byte[] mask = new byte[crop.cells()];
        for (int cell = 0; cell < mask.length; cell++) {
            double x = (cell % crop.width - left) / spanX;
            double y = (cell / crop.width - top) / spanY;
            mask[cell] = (byte) (crop.insideBox(cell) && inside.test(x, y) ? 1 : 0);
        }
        return mask;
    }
}
