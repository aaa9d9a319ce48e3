package org.egoscope.perception;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;

/**
 * What networks of the SAM family add to masks over time.
 *
 * @param model checkpoint: SAM 2.1 follows things between key frames by its memory of them; SAM and MobileSAM are asked in key frames for
 *     what is followed and for what is new, and optical flow carries the masks between; empty for neither
 * @param maxObjects things that the network follows at once, the largest first; flow carries the others. Each costs the network's memory
 *     attention in every frame
 * @param framesAtOnce frames that the network's image encoder looks at together; 0: 1 on the CPU, 8 on a GPU. Results are the same but for
 *     rounding
 * @param promptsPerKeyFrame questions that SAM or MobileSAM answers in a key frame at most, three quarters of them for what is followed;
 *     twice as many where nothing is followed yet. On the CPU a question takes about a twentieth of looking at the picture,
 *     which is done once a key frame, and once more for a part of it while something small is there
 */
public record FollowConfig(String model, int maxObjects, int framesAtOnce, int promptsPerKeyFrame) {
    public FollowConfig {
        if (maxObjects < 1) {
            throw PipelineException.badConfig("maxObjects: expected >= 1, got " + maxObjects);
        }
        if (framesAtOnce < 0 || framesAtOnce > 64) {
            throw PipelineException.badConfig("framesAtOnce: expected 0..64, got " + framesAtOnce);
        }
        if (promptsPerKeyFrame < 4 || promptsPerKeyFrame > 1024) {
            throw PipelineException.badConfig("promptsPerKeyFrame: expected 4..1024, got " + promptsPerKeyFrame);
        }
    }

    public static FollowConfig defaults() {
        return new FollowConfig("", 8, 0, 64);
    }

    /** The checkpoint, if there is one. */
    public Optional<Path> modelFile() {
        return model.isEmpty() ? Optional.empty() : Optional.of(Path.of(model));
    }

    /** Lower-case hex sha256 of the checkpoint, for lineage. */
    public Optional<String> sha256() {
        return modelFile().map(FollowConfig::sha256);
    }

    private static String sha256(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new PipelineException(ErrorKind.MODEL, "weights " + file + ": cannot read, " + e, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
