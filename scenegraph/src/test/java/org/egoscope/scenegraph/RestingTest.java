package org.egoscope.scenegraph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.egoscope.core.geometry.Quaternion;
import org.egoscope.core.geometry.RigidTransform;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.graph.GraphEdge;
import org.egoscope.core.graph.GraphEvent;
import org.egoscope.core.motion.MotionWindow.PosedFrame;
import org.egoscope.core.observation.Embedding;
import org.egoscope.core.observation.Instance;
import org.egoscope.core.observation.Mask;
import org.egoscope.scenegraph.TableScene.Content;
import org.egoscope.scenegraph.TableScene.Disc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Things that nobody takes up, on a table that segmentation cuts into pieces and numbers anew. */
class RestingTest {
    private static final int FRAMES = 240;
    private static final long JAR = 5;
    private static final long CAN = 6;
    private static final long WHOLE_JAR = 7;
    private static final double FRAMES_PER_SECOND = 30;

    private static PosedFrame still(int frame, List<Disc> discs) {
        return TableScene.frame(frame, FRAMES_PER_SECOND, new Content(null, discs, TableScene.HEAD));
    }

    /** The nameless table cut along a column, both pieces with numbers of their own. */
    private static PosedFrame cut(PosedFrame frame, int column, long leftTrack, long rightTrack) {
        List<Instance> instances = new ArrayList<>();
        for (Instance seen : frame.observation().instances()) {
            if (seen.trackId() == TableScene.TABLE) {
                instances.add(piece(seen.mask(), leftTrack, 0, column));
                instances.add(piece(seen.mask(), rightTrack, column, TableScene.SIZE.width()));
            } else {
                instances.add(seen);
            }
        }
        return TableScene.withInstances(frame, instances);
    }

    private static Instance piece(Mask mask, long trackId, int fromColumn, int toColumn) {
        byte[] bitmap = new byte[TableScene.SIZE.pixels()];
        mask.copyTo(bitmap);
        for (int i = 0; i < bitmap.length; i++) {
            int x = i % TableScene.SIZE.width();
            bitmap[i] = x >= fromColumn && x < toColumn ? bitmap[i] : 0;
        }
        Mask piece = Mask.ofBitmap(TableScene.SIZE, bitmap);
        return new Instance(trackId, Instance.UNKNOWN, 0, piece, piece.boundingBox(), 1, 1, "test", "", Embedding.NONE);
    }

    /** Two named things; the left edge of the right piece wanders under the jar, and both pieces are numbered anew every two seconds. */
    private static List<PosedFrame> onPieces() {
        List<Disc> discs = List.of(new Disc(JAR, "jar", 150, 120, 16), new Disc(CAN, "can", 260, 120, 14));
        return IntStream.range(0, FRAMES)
                .mapToObj(frame -> cut(still(frame, discs), 130 + frame % 40, 100 + frame / 60, 200 + frame / 60))
                .toList();
    }

    private static List<GraphEdge> rests(List<GraphEvent> events) {
        return CarryTest.only(events, GraphEdge.class).filter(edge -> edge.predicate().equals("on")).toList();
    }

    @Test
    void aTableInPiecesThatChangeTheirNumbersIsOneSurface() {
        List<GraphEdge> rests = rests(SyntheticKitchen.run(onPieces()));
        assertThat(rests).extracting(edge -> edge.subject().trackId()).containsExactlyInAnyOrder(JAR, CAN);
        assertThat(rests).allSatisfy(edge -> {
            assertThat(edge.firstFrameIndex()).isZero();
            assertThat(edge.frameCount()).isEqualTo(FRAMES);
        });
        assertThat(rests.get(0).object().nodeId()).as("what both stand on").isEqualTo(rests.get(1).object().nodeId());
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 59, 60, 61, 125, 239})
    void aRunSplitOnChangingPiecesGivesTheSameEvents(int split) {
        List<PosedFrame> frames = onPieces();
        List<GraphEvent> events = new ArrayList<>();
        SceneGraphBuilder first = new SceneGraphBuilder(SceneGraphConfig.defaults());
        SyntheticKitchen.windows(frames.subList(0, split), 16).forEach(window -> first.accept(window, events::add));
        SceneGraphBuilder second = new SceneGraphBuilder(SceneGraphConfig.defaults());
        second.restore(first.snapshot());
        assertThat(second.snapshot()).isEqualTo(first.snapshot());
        SyntheticKitchen.windows(frames.subList(split, FRAMES), 5).forEach(window -> second.accept(window, events::add));
        second.finish(events::add);
        assertThat(events).isEqualTo(SyntheticKitchen.run(frames));
    }

    @Test
    void aRestGoesOnWhileAnArmHidesWhatIsBelow() {
        List<PosedFrame> frames = IntStream.range(0, FRAMES)
                .mapToObj(frame -> {
                    List<Disc> discs = new ArrayList<>(List.of(new Disc(JAR, "jar", 150, 120, 16)));
                    if (frame >= 80 && frame < 200) {
                        discs.add(new Disc(50, Instance.OWN_ARM, 150, 160, 26));
                    }
                    return still(frame, discs);
                })
                .toList();
        assertThat(rests(SyntheticKitchen.run(frames))).singleElement().satisfies(edge -> {
            assertThat(edge.firstFrameIndex()).isZero();
            assertThat(edge.frameCount()).isEqualTo(FRAMES);
        });
    }

    /** The jar is cut out in two ways that mostly cover each other; the older one vanishes half way. */
    private static List<PosedFrame> twice(IntUnaryOperator wholeX) {
        return IntStream.range(0, FRAMES)
                .mapToObj(frame -> {
                    PosedFrame narrow = still(frame, List.of(new Disc(JAR, "jar", 150, 120, 14)));
                    Instance table = narrow.observation().instances().get(0);
                    PosedFrame wide = still(frame, List.of(new Disc(WHOLE_JAR, "jar", wholeX.applyAsInt(frame), 118, 17)));
                    List<Instance> seen = new ArrayList<>(List.of(table, wide.observation().instances().get(1)));
                    if (frame < FRAMES / 2) {
                        seen.add(narrow.observation().instances().get(1));
                    }
                    return TableScene.withInstances(narrow, seen);
                })
                .toList();
    }

    @Test
    void aThingCutOutInTwoWaysRestsOnceAndGoesOnUnderTheOther() {
        List<GraphEdge> rests = rests(SyntheticKitchen.run(twice(frame -> 150)));
        assertThat(rests).filteredOn(edge -> edge.frameCount() > 60).singleElement().satisfies(edge -> {
            assertThat(edge.subject().trackId()).isEqualTo(JAR);
            assertThat(edge.frameCount()).isEqualTo(FRAMES);
        });
    }

    @Test
    void twoThingsBesideEachOtherRestEach() {
        assertThat(rests(SyntheticKitchen.run(twice(frame -> 220)))).extracting(edge -> edge.subject().trackId())
                .containsExactlyInAnyOrder(JAR, WHOLE_JAR);
    }

    @Test
    void whatHangsAsHighAsTheEyesDoesNotStandOnWhatIsSeenBelowIt() {
        Quaternion level = Quaternion.fromColumns(new Vec3(0, -1, 0), new Vec3(0, 0, -1), new Vec3(1, 0, 0));
        RigidTransform head = new RigidTransform(level, new Vec3(0, 0, 1.5));
        List<Disc> discs = List.of(new Disc(JAR, "jar", 100, 100, 14), new Disc(CAN, "can", 220, 210, 14));
        List<PosedFrame> frames = TableScene.frames(FRAMES, FRAMES_PER_SECOND, frame -> new Content(null, discs, head));
        assertThat(rests(SyntheticKitchen.run(frames))).extracting(edge -> edge.subject().trackId()).containsExactly(CAN);
    }
}
