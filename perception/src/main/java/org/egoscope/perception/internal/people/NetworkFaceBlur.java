package org.egoscope.perception.internal.people;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Person;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.perception.FaceBlur;
import org.egoscope.perception.PeopleSettings;
import org.egoscope.perception.internal.detect.PriorBox;
import org.egoscope.perception.internal.hands.CropSampler;
import org.egoscope.torch.TorchModel;

/**
 * Faces by a detector on the whole frame and on overlapping tiles, in every frame, and heads of bodies that show no face to it. What is
 * found is replaced by {@link Mosaic} and held for a while, see {@link HeldFaces}.
 */
public final class NetworkFaceBlur implements FaceBlur {
    private static final byte STATE_VERSION = 1;
    /** Detections this weak keep a face that is already blurred. */
    private static final float KEEP_THRESHOLD = 0.3f;
    /** Side of a tile as a share of the picture's shorter side, and how much of it neighbours share. */
    private static final double TILE = 0.6;
    private static final double TILE_OVERLAP = 0.25;
    /** Nose, eyes, ears, mouth. */
    private static final int HEAD_KEYPOINTS = 11;
    private static final float VISIBLE = 0.5f;
    private static final int LEAST_OF_HEAD = 3;
    /** Half the side of a head, of the distance between its outermost keypoints, which in profile is half that of a face. */
    private static final float HEAD_REACH = 0.75f;

    private final BoxDetector detector;
    private final HeldFaces held;
    private ByteBuffer pixels = ByteBuffer.allocateDirect(0);

    public NetworkFaceBlur(TorchModel network, PeopleSettings settings) {
        detector = BoxDetector.ofFaces(network, Math.min(KEEP_THRESHOLD, settings.faceThreshold()));
        held = new HeldFaces(settings.faceThreshold(), settings.holdSeconds());
    }

    @Override
    public VideoFrame blur(VideoFrame frame, List<Person> people) {
        long now = frame.time().nanos();
        List<HeldFaces.Scored> found = new ArrayList<>();
        for (CropSampler.Region region : views(frame.size())) {
            for (PriorBox box : detector.detect(frame, region)) {
                float[] at = box.values();
                found.add(new HeldFaces.Scored(new HeldFace(at[0], at[1], at[2], at[3], now), box.score()));
            }
        }
        people.forEach(person -> addHead(person.toKeypointArray(), now, found));
        held.update(found, now);
        return held.faces().isEmpty() ? frame : covered(frame, now);
    }

    private static void addHead(float[] xyVisibility, long now, List<HeldFaces.Scored> found) {
        float left = Float.MAX_VALUE;
        float right = -Float.MAX_VALUE;
        float top = Float.MAX_VALUE;
        float bottom = -Float.MAX_VALUE;
        int visible = 0;
        for (int k = 0; k < HEAD_KEYPOINTS; k++) {
            if (xyVisibility[k * 3 + 2] >= VISIBLE) {
                left = Math.min(left, xyVisibility[k * 3]);
                right = Math.max(right, xyVisibility[k * 3]);
                top = Math.min(top, xyVisibility[k * 3 + 1]);
                bottom = Math.max(bottom, xyVisibility[k * 3 + 1]);
                visible++;
            }
        }
        if (visible >= LEAST_OF_HEAD) {
            float x = (left + right) / 2;
            float y = (top + bottom) / 2;
            float reach = HEAD_REACH * Math.max(right - left, bottom - top);
            found.add(new HeldFaces.Scored(new HeldFace(x - reach, y - reach, x + reach, y + reach, now), 1));
        }
    }

    private VideoFrame covered(VideoFrame frame, long now) {
        ImageSize size = frame.size();
        if (pixels.capacity() < size.pixels() * 3) {
            pixels = ByteBuffer.allocateDirect(size.pixels() * 3);
        }
        pixels.clear().limit(size.pixels() * 3);
        pixels.put(frame.rgb()).clear();
        for (HeldFace face : held.faces()) {
            Mosaic.cover(pixels, size, face.blurred(now));
        }
        return new VideoFrame(frame.session(), frame.frameIndex(), frame.span(), frame.camera(), frame.measuredHeadPose(), pixels);
    }

    /** The whole picture, then square tiles that overlap and together cover it: faces that are small in the whole are missed there. */
    static List<CropSampler.Region> views(ImageSize size) {
        List<CropSampler.Region> views = new ArrayList<>();
        views.add(new CropSampler.Region(0, 0, size.width(), size.height()));
        int side = (int) Math.ceil(TILE * Math.min(size.width(), size.height()));
        int columns = tiles(size.width(), side);
        int rows = tiles(size.height(), side);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                views.add(new CropSampler.Region(
                        (size.width() - side) * column / Math.max(1, columns - 1), (size.height() - side) * row / Math.max(1, rows - 1),
                        side, side));
            }
        }
        return views;
    }

    private static int tiles(int length, int side) {
        double shared = TILE_OVERLAP * side;
        return (int) Math.max(1, Math.ceil((length - shared) / (side - shared)));
    }

    @Override
    public byte[] snapshot() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(STATE_VERSION);
            held.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void restore(byte[] state) {
        held.clear();
        if (state.length == 0) {
            return;
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(state))) {
            byte version = in.readByte();
            if (version != STATE_VERSION) {
                throw new PipelineException(
                        ErrorKind.BAD_INPUT, "face blur state: expected version " + STATE_VERSION + ", got " + version);
            }
            held.read(in);
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.BAD_INPUT, "face blur state: expected whole, got truncated bytes", e);
        }
    }
}
