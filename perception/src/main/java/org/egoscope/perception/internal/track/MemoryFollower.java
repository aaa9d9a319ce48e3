package org.egoscope.perception.internal.track;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Mask;
import org.egoscope.perception.ObjectMask;
import org.egoscope.perception.Picture;
import org.egoscope.perception.VideoSegmenter;

/**
 * The largest masks are followed by a network that remembers the things, the others by what it is built on. Each key frame shows the
 * network its masks.
 */
final class MemoryFollower implements MaskFollower {
    private final MaskFollower others;
    private final VideoSegmenter segmenter;
    private final ImageSize size;
    private final int mostObjects;
    /** Serial number of the track that the network follows in each plane; 0 for planes that it does not. */
    private long[] followed = new long[0];

    /** Owns the follower and the segmenter. */
    MemoryFollower(MaskFollower others, VideoSegmenter segmenter, ImageSize size, int mostObjects) {
        this.others = others;
        this.segmenter = segmenter;
        this.size = size;
        this.mostObjects = mostObjects;
    }

    @Override
    public String provenance(int plane) {
        boolean remembered = plane < followed.length && followed[plane] != 0;
        return (remembered ? "+" + segmenter.method() : "") + others.provenance(plane);
    }

    @Override
    public void expect(List<Picture> coming) {
        segmenter.expect(coming);
    }

    @Override
    public void restart(Mat rgb, @Shape("H W") long[] keyPlanes, long[] tracks) {
        others.restart(rgb, keyPlanes, tracks);
        Mask[] masks = MaskPlanes.toMasks(size, keyPlanes, tracks.length);
        List<Integer> chosen = IntStream.range(0, tracks.length)
                .boxed()
                .filter(plane -> masks[plane].area() > 0)
                .sorted(Comparator.comparingInt((Integer plane) -> -masks[plane].area()).thenComparing(plane -> plane))
                .limit(mostObjects)
                .sorted()
                .toList();
        Set<Integer> kept = chosen.stream().map(plane -> Math.toIntExact(tracks[plane])).collect(Collectors.toSet());
        segmenter.objectIds().stream().filter(id -> !kept.contains(id)).forEach(segmenter::remove);
        followed = new long[tracks.length];
        for (int plane : chosen) {
            followed[plane] = tracks[plane];
            segmenter.prompt(Math.toIntExact(tracks[plane]), masks[plane]);
        }
    }

    @Override
    public void follow(Mat rgb, @Shape("H W") long[] keyPlanes, @Shape("H W") long[] target, float[] trust) {
        others.follow(rgb, keyPlanes, target, trust);
        BytePointer bytes = rgb.data().capacity(3L * size.pixels());
        ByteBuffer pixels = bytes.asByteBuffer();
        for (ObjectMask found : segmenter.accept(pixels, size)) {
            int plane = planeOf(found.objectId());
            trust[plane] = found.visible() ? Math.max(0, Math.min(1, found.predictedIou())) : 0;
            replace(target, plane, found.mask());
        }
    }

    private int planeOf(int track) {
        for (int plane = 0; plane < followed.length; plane++) {
            if (followed[plane] == track) {
                return plane;
            }
        }
        throw new IllegalStateException("followed tracks: expected " + track + " among " + Arrays.toString(followed) + ", got none");
    }

    /** Something is told now where flow could tell nothing. */
    private void replace(@Shape("H W") long[] target, int plane, Mask mask) {
        long bit = 1L << plane;
        for (int p = 0; p < target.length; p++) {
            target[p] &= ~bit;
        }
        MaskPlanes.paint(mask, target, plane);
        for (int p = 0; p < target.length; p++) {
            if ((target[p] & bit) != 0) {
                target[p] &= ~MaskPlanes.UNSEEN;
            }
        }
    }

    @Override
    public void write(DataOutputStream out) throws IOException {
        others.write(out);
        out.writeInt(followed.length);
        for (long track : followed) {
            out.writeLong(track);
        }
        byte[] state = segmenter.snapshot();
        out.writeInt(state.length);
        out.write(state);
    }

    @Override
    public void read(DataInputStream in) throws IOException {
        others.read(in);
        followed = new long[in.readInt()];
        for (int i = 0; i < followed.length; i++) {
            followed[i] = in.readLong();
        }
        segmenter.restore(in.readNBytes(in.readInt()));
    }

    @Override
    public void close() {
        others.close();
        segmenter.close();
    }
}
