package org.egoscope.perception.internal.track;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.geometry.ImagePoint;
import org.egoscope.core.observation.BoundingBox;

/**
 * Where a network was asked for new things of late and gave none. There are more places worth a click than a key frame has questions, and
 * the answer to a click is nearly the same in the next key frame, so the questions go to the other places first.
 */
final class VainClicks {
    /** How long a click answers for its place. */
    private static final long KEPT_NANOS = 2_000_000_000L;

    /** Cells of the motion's grid on each side that must look as they did. */
    private static final int AROUND = 1;

    private final List<Click> clicks = new ArrayList<>();

    /** @param close true if a close-up answered */
    private record Click(float x, float y, long nanos, boolean close) {}

    /**
     * Lets the places go along with the picture since the last key frame. Forgets what is long ago or out of the picture, and where there is
     * something now that was not there.
     */
    void follow(MotionField motion, long nanos) {
        List<Click> before = List.copyOf(clicks);
        clicks.clear();
        for (Click click : before) {
            BoundingBox moved = motion.moved(new BoundingBox(click.x(), click.y(), 0, 0));
            boolean inside = moved.x() >= 0 && moved.y() >= 0 && moved.x() < motion.width() && moved.y() < motion.height();
            if (inside && nanos - click.nanos() <= KEPT_NANOS && looksAsBefore(motion, moved)) {
                clicks.add(new Click(moved.x(), moved.y(), click.nanos(), click.close()));
            }
        }
    }

    private static boolean looksAsBefore(MotionField motion, BoundingBox place) {
        int column = (int) place.x() / motion.step();
        int row = (int) place.y() / motion.step();
        for (int r = Math.max(0, row - AROUND); r <= Math.min(motion.rows() - 1, row + AROUND); r++) {
            for (int c = Math.max(0, column - AROUND); c <= Math.min(motion.columns() - 1, column + AROUND); c++) {
                if (motion.isBroken(r * motion.columns() + c)) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * True if there was a click near by.
     *
     * @param pixels the larger of both distances at most
     * @param close true if a close-up would answer, which knows more than the whole picture
     */
    boolean answerFor(ImagePoint point, double pixels, boolean close) {
        for (Click click : clicks) {
            if ((click.close() || !close) && Math.max(Math.abs(click.x() - point.x()), Math.abs(click.y() - point.y())) <= pixels) {
                return true;
            }
        }
        return false;
    }

    /** Where they are now. */
    List<ImagePoint> places() {
        return clicks.stream().map(click -> new ImagePoint(click.x(), click.y())).toList();
    }

    void add(ImagePoint point, long nanos, boolean close) {
        clicks.add(new Click((float) point.x(), (float) point.y(), nanos, close));
    }

    void clear() {
        clicks.clear();
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(clicks.size());
        for (Click click : clicks) {
            out.writeFloat(click.x());
            out.writeFloat(click.y());
            out.writeLong(click.nanos());
            out.writeBoolean(click.close());
        }
    }

    void read(DataInputStream in) throws IOException {
        clicks.clear();
        for (int count = in.readInt(); count > 0; count--) {
            clicks.add(new Click(in.readFloat(), in.readFloat(), in.readLong(), in.readBoolean()));
        }
    }
}
