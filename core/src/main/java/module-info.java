/**
 * The vocabulary. A named module only so that {@code Gap} can be permitted by the sealed event types of four packages (the compiler
 * allows that within one module alone); everything else runs on the class path.
 */
module org.egoscope.core {
    requires static org.jspecify;

    exports org.egoscope.core;
    exports org.egoscope.core.geometry;
    exports org.egoscope.core.graph;
    exports org.egoscope.core.lineage;
    exports org.egoscope.core.motion;
    exports org.egoscope.core.observation;
    exports org.egoscope.core.time;
    exports org.egoscope.core.video;
}
