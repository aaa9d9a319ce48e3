package org.egoscope.scenegraph;

import org.egoscope.core.Sink;
import org.egoscope.core.StateBytes;
import org.egoscope.core.StatefulStage;
import org.egoscope.core.graph.GraphEvent;
import org.egoscope.core.motion.MotionEvent;
import org.egoscope.core.motion.MotionWindow;
import org.egoscope.core.motion.MotionWindow.PosedFrame;
import org.egoscope.core.video.Gap;
import org.egoscope.scenegraph.internal.SceneGraphSession;

/**
 * Contacts, atomic actions and the temporal scene graph of one session, by rules on masks, hands, head and body.
 *
 * <p>In: motion windows in order, and gaps, which are passed on. Out: nodes as they become known (always before an edge that names them),
 * evidence frame by frame, contacts, actions and edges when they close, at the latest at {@link #finish}. Intervals bridge holes in the
 * input shorter than {@link SceneGraphConfig#gapNanos()}; a longer hole closes them at its start. Memory holds open intervals and the
 * tracks of the last seconds, whatever the length of the session.
 */
public final class SceneGraphBuilder implements StatefulStage<MotionEvent, GraphEvent> {
    private static final int STATE_VERSION = 6;

    private final SceneGraphConfig config;
    private SceneGraphSession session;

    public SceneGraphBuilder(SceneGraphConfig config) {
        this.config = config;
        this.session = new SceneGraphSession(config);
    }

    @Override
    public void accept(MotionEvent input, Sink<? super GraphEvent> out) {
        if (input instanceof Gap gap) {
            out.emit(gap);
        } else if (input instanceof MotionWindow window) {
            for (PosedFrame frame : window.frames()) {
                session.accept(frame, out);
            }
        }
    }

    @Override
    public void finish(Sink<? super GraphEvent> out) {
        session.closeAll(out);
    }

    @Override
    public byte[] snapshot() {
        return StateBytes.of(out -> {
            out.writeInt(STATE_VERSION);
            session.write(out);
        });
    }

    @Override
    public void restore(byte[] state) {
        SceneGraphSession restored = new SceneGraphSession(config);
        if (state.length > 0) {
            read(restored, state);
        }
        session = restored;
    }

    private static void read(SceneGraphSession target, byte[] state) {
        StateBytes.read("scene graph state", state, in -> {
            StateBytes.requireVersion("scene graph state", STATE_VERSION, in.readInt());
            target.read(in);
        });
    }
}
