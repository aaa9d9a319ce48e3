package org.egoscope.perception.internal.hands;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.HandKeypoints;
import org.egoscope.core.observation.HandSide;
import org.egoscope.core.video.VideoFrame;
import org.egoscope.perception.HandTracker;
import org.jspecify.annotations.Nullable;

/**
 * The wearer's hands without weights: regions of skin colour that come in from the bottom or the sides, have a hand's size and move
 * otherwise than the background. Confidence is at most 0.5; no depth; other people's hands are not told apart.
 */
public final class SkinHandTracker implements HandTracker {
    public static final String METHOD = "skin-motion";
    private static final byte STATE_VERSION = 1;
    private static final float MAX_CONFIDENCE = 0.5f;
    private static final double MIN_CONFIDENCE = 0.13;
    private static final float MIN_LIKELIHOOD = 0.3f;
    private static final double MIN_AREA = 0.005;
    private static final double MAX_AREA = 0.25;
    private static final int HANDS = 2;
    private static final int FRAMES_REMEMBERED = 10;
    private static final int FRAMES_SPARED = 30;
    private static final double MOTION_DECAY = 0.98;
    private static final double SIDE_DECAY = 0.95;
    private static final double SIDE_GAIN = 4;
    /** A sleeved hand's side was right in 40 to 89 percent of the synthetic scene's frames: never claim more than 0.6. */
    private static final double SLEEVED_EVIDENCE = 0.4;

    private SkinColour colour = new SkinColour();
    private List<SkinTrack> tracks = new ArrayList<>();
    private long nextId = 1;
    /** Brightness of the last frame; empty before the first. */
    private float[] before = new float[0];
    private @Nullable SmallPicture picture;

    /** A region with its track and how sure it is. */
    private record Candidate(SkinBlob blob, SkinTrack track, double confidence) {}

    @Override
    public List<Hand> track(VideoFrame frame) {
        SmallPicture small = pictureFor(frame.size());
        small.fill(frame.rgb(), frame.size());
        float[] changes = new float[small.pixels()];
        double meanChange = before.length == small.pixels() ? BackgroundMotion.measure(before, small, changes) : 0;
        List<Candidate> candidates = new ArrayList<>();
        tracks.forEach(track -> track.framesMissed++);
        for (SkinBlob blob : blobs(small, changes)) {
            candidates.add(candidate(blob, small, changes, meanChange));
        }
        tracks.removeIf(track -> track.framesMissed > FRAMES_REMEMBERED);
        candidates.sort(Comparator.comparingDouble((Candidate one) -> -one.confidence()).thenComparingLong(one -> one.track().id));
        List<Candidate> hands = candidates.stream()
                .filter(one -> one.confidence() >= MIN_CONFIDENCE && one.track().framesSeen > 1)
                .limit(HANDS)
                .toList();
        learn(small, candidates, hands);
        before = small.luma.clone();
        return report(hands, small);
    }

    private SmallPicture pictureFor(ImageSize size) {
        SmallPicture current = picture;
        if (current == null || !current.frameSize.equals(size)) {
            current = new SmallPicture(size);
            picture = current;
        }
        return current;
    }

    private List<SkinBlob> blobs(SmallPicture small, float[] changes) {
        float[] likelihood = new float[small.pixels()];
        boolean[] mask = new boolean[small.pixels()];
        for (int i = 0; i < mask.length; i++) {
            likelihood[i] = colour.likelihood(small.blueDifference[i], small.redDifference[i]);
            mask[i] = likelihood[i] >= MIN_LIKELIHOOD;
        }
        boolean[] clean = majority(mask, small.width, small.height);
        List<SkinBlob> blobs =
                SkinBlob.find(clean, small.width, small.height, (int) (MIN_AREA * small.pixels()));
        blobs.removeIf(blob -> blob.pixels.length > MAX_AREA * small.pixels());
        blobs.forEach(blob -> blob.measure(small, likelihood, changes));
        return blobs;
    }

    /** Keeps a pixel if most of its 3 x 3 neighbourhood is set. */
    private static boolean[] majority(boolean[] mask, int width, int height) {
        boolean[] clean = new boolean[mask.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int set = 0;
                int count = 0;
                for (int v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
                    for (int u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
                        set += mask[v * width + u] ? 1 : 0;
                        count++;
                    }
                }
                clean[y * width + x] = set * 2 > count;
            }
        }
        return clean;
    }

    private Candidate candidate(SkinBlob blob, SmallPicture small, float[] changes, double meanChange) {
        SkinTrack track = trackOf(blob);
        double moves = HandRoles.clamp((blob.change - 2 * meanChange) / 10, 0, 1);
        track.motion = Math.max(moves, MOTION_DECAY * track.motion);
        track.middleX = blob.middleX;
        track.middleY = blob.middleY;
        track.size = Math.sqrt(blob.pixels.length);
        track.framesSeen++;
        track.framesMissed = 0;
        double[] pull = blob.pullOfMotion(changes, meanChange);
        track.armX = SIDE_DECAY * track.armX + pull[0];
        track.armY = SIDE_DECAY * track.armY + pull[1];
        track.rightEvidence =
                SIDE_DECAY * track.rightEvidence + (1 - SIDE_DECAY) * SIDE_GAIN * SkinKeypoints.rightEvidence(blob, track);
        double area = (double) blob.pixels.length / small.pixels();
        double fits = area < 0.15 ? 1 : 0.5;
        double enters = blob.entersFromBorder() ? 1 : blob.middleY > small.height * 0.4 ? 0.7 : 0.3;
        double confidence = MAX_CONFIDENCE * Math.sqrt(blob.meanLikelihood) * enters * fits * (0.2 + 0.8 * track.motion);
        return new Candidate(blob, track, confidence);
    }

    private SkinTrack trackOf(SkinBlob blob) {
        SkinTrack nearest = null;
        double least = Math.max(12, 1.2 * Math.sqrt(blob.pixels.length));
        for (SkinTrack track : tracks) {
            double distance = Math.hypot(track.middleX - blob.middleX, track.middleY - blob.middleY);
            if (track.framesMissed > 0 && distance < least) {
                least = distance;
                nearest = track;
            }
        }
        if (nearest == null) {
            nearest = new SkinTrack(nextId++);
            tracks.add(nearest);
        }
        return nearest;
    }

    /** What comes in from the border with a hand's size may be a hand that is not sure yet: it is no background. */
    private void learn(SmallPicture small, List<Candidate> candidates, List<Candidate> hands) {
        boolean[] isHand = new boolean[small.pixels()];
        for (Candidate one : candidates) {
            boolean spared = one.track().framesSeen < FRAMES_SPARED && one.blob().entersFromBorder();
            if (spared || hands.contains(one)) {
                for (int at : one.blob().pixels) {
                    isHand[at] = true;
                }
            }
        }
        for (Candidate hand : hands) {
            if (hand.confidence() > MAX_CONFIDENCE / 2) {
                colour.learnSkin(hand.blob().meanBlue, hand.blob().meanRed);
            }
        }
        colour.learnBackground(small, isHand);
    }

    private static List<Hand> report(List<Candidate> hands, SmallPicture small) {
        List<Hand> found = new ArrayList<>();
        for (Candidate one : hands) {
            double evidence = one.track().rightEvidence;
            for (Candidate other : hands) {
                if (other != one) {
                    evidence = (evidence - other.track().rightEvidence) / 2;
                    evidence = evidence == 0 ? Long.compare(one.track().id, other.track().id) * 1e-3 : evidence;
                }
            }
            if (!one.blob().entersFromBorder()) {
                evidence = HandRoles.clamp(evidence, -SLEEVED_EVIDENCE, SLEEVED_EVIDENCE);
            }
            HandSide side = evidence >= 0 ? HandSide.RIGHT : HandSide.LEFT;
            float[] xy = SkinKeypoints.of(one.blob(), one.track(), side, small);
            found.add(new Hand(
                    one.track().id, side, (float) (1 / (1 + Math.exp(-Math.abs(evidence)))), true,
                    new HandKeypoints(xy, new float[0]), (float) Math.min(MAX_CONFIDENCE, one.confidence()), METHOD,
                    one.track().framesSeen > 1));
        }
        found.sort(Comparator.comparingLong(Hand::handId));
        return found;
    }

    @Override
    public byte[] snapshot() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(STATE_VERSION);
            out.writeLong(nextId);
            colour.write(out);
            out.writeInt(before.length);
            for (float value : before) {
                out.writeFloat(value);
            }
            out.writeInt(tracks.size());
            for (SkinTrack track : tracks) {
                track.write(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void restore(byte[] state) {
        colour = new SkinColour();
        tracks = new ArrayList<>();
        nextId = 1;
        before = new float[0];
        if (state.length == 0) {
            return;
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(state))) {
            byte version = in.readByte();
            if (version != STATE_VERSION) {
                throw new PipelineException(
                        ErrorKind.BAD_INPUT, "hand tracker state: expected version " + STATE_VERSION + ", got " + version);
            }
            nextId = in.readLong();
            colour = SkinColour.read(in);
            before = new float[in.readInt()];
            for (int i = 0; i < before.length; i++) {
                before[i] = in.readFloat();
            }
            for (int count = in.readInt(); count > 0; count--) {
                tracks.add(SkinTrack.read(in));
            }
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.BAD_INPUT, "hand tracker state: expected whole, got truncated bytes", e);
        }
    }
}
