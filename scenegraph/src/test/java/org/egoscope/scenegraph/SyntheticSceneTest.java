package org.egoscope.scenegraph;

import java.util.List;
import org.egoscope.core.graph.*;
import org.egoscope.scenegraph.IntervalScore.Interval;
import org.egoscope.synthetic.SceneConfig;
import org.junit.jupiter.api.Test;

class SyntheticSceneTest {
    @Test
    void show() {
        IntervalScore as = new IntervalScore(), rs = new IntervalScore();
        for (long seed = 1; seed <= 2; seed++) {
        SyntheticKitchen k = SyntheticKitchen.of(seed == 1 ? SceneConfig.standard(1).withSize(new org.egoscope.core.geometry.ImageSize(320,180)) : SceneConfig.varied(seed).withSize(new org.egoscope.core.geometry.ImageSize(320,180)));
        System.out.println("======= " + seed);
        k.truth().actions().forEach(a -> System.out.println("A " + (a.side().isPresent()?a.side().get():"BODY") + " " + String.format("%04d", a.firstFrame()) + " T " + a.verb() + " " + a.object() + " " + a.firstFrame() + "+" + a.frameCount()));
        k.truth().relations().forEach(a -> System.out.println("R " + a.predicate() + " " + a.subject() + " " + a.object() + " T " + a.firstFrame() + "+" + a.frameCount()));
        List<GraphEvent> ev = SyntheticKitchen.run(k.frames());
        for (GraphEvent e : ev) {
            if (e instanceof ActionSpan a) System.out.println("A " + (a.side().isPresent()?a.side().get():"BODY") + " " + String.format("%04d", a.firstFrameIndex()) + " P " + a.verb() + " " + a.trackId() + a.label() + " " + a.firstFrameIndex() + "+" + a.frameCount() + " " + a.confidence());
            if (e instanceof GraphEdge a) System.out.println("R " + a.predicate() + " " + SyntheticKitchen.subjectOf(a) + " " + a.object().trackId() + " P " + a.subject().label() + " " + a.object().label() + " " + a.firstFrameIndex() + "+" + a.frameCount() + " " + a.meanConfidence());
        }
        as.add(k.trueActions(), SyntheticKitchen.actions(ev), 0.3);
        rs.add(k.trueRelations(), SyntheticKitchen.relations(ev), 0.3);
        }
        System.out.println(as);
        System.out.println(rs);
    }
}
