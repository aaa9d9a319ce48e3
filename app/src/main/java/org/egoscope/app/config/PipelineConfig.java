package org.egoscope.app.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.egoscope.core.ErrorKind;
import org.egoscope.core.PipelineException;
import org.egoscope.ingest.IngestConfig;
import org.egoscope.motion.MotionConfig;
import org.egoscope.perception.FollowConfig;
import org.egoscope.perception.HandSettings;
import org.egoscope.perception.PeopleSettings;
import org.egoscope.perception.SegmentConfig;
import org.egoscope.perception.VisualOdometryConfig;
import org.egoscope.perception.VocabularyConfig;
import org.egoscope.scenegraph.SceneGraphConfig;
import org.egoscope.storage.DatasetWriter;

/**
 * Everything that can be set about a run. As flat keys in a properties file: {@code ingest.longSidePixels=640}.
 *
 * @param ingest how footage is read
 * @param perception head pose, hands, masks, other people
 * @param motion body
 * @param sceneGraph contacts, actions, relations
 * @param storage files
 */
public record PipelineConfig(
        IngestConfig ingest, Perception perception, MotionConfig motion, SceneGraphConfig sceneGraph, Storage storage) {
    /** Settings of the parts of perception. */
    public record Perception(
            VisualOdometryConfig headPose, HandSettings hands, SegmentConfig segment, FollowConfig follow, VocabularyConfig vocabulary,
            PeopleSettings people) {}

    /** @param rollChunks chunks of a session per file: fewer show live results sooner, more make fewer files */
    public record Storage(int rollChunks) {
        public Storage {
            if (rollChunks < 1 || rollChunks > 10_000) {
                throw PipelineException.badConfig("rollChunks: expected 1..10000, got " + rollChunks);
            }
        }
    }

    public static PipelineConfig defaults() {
        return new PipelineConfig(
                IngestConfig.defaults(),
                new Perception(
                        VisualOdometryConfig.defaults(), HandSettings.DEFAULT, SegmentConfig.defaults(), FollowConfig.defaults(),
                        VocabularyConfig.defaults(), PeopleSettings.DEFAULT),
                MotionConfig.defaults(),
                SceneGraphConfig.defaults(),
                new Storage(DatasetWriter.DEFAULT_ROLL_CHUNKS));
    }

    /** The defaults, changed by a properties file where one is given, then by single settings. */
    public static PipelineConfig load(Optional<Path> file, Map<String, String> settings) {
        Map<String, String> overrides = new TreeMap<>();
        file.ifPresent(path -> overrides.putAll(read(path)));
        overrides.putAll(settings);
        return ConfigTree.overlay(defaults(), overrides);
    }

    private static Map<String, String> read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new PipelineException(ErrorKind.BAD_CONFIG, "configuration: expected a readable properties file, got " + file, e);
        }
        Map<String, String> values = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
        return values;
    }
}
