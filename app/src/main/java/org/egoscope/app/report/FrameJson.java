package org.egoscope.app.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.egoscope.core.geometry.Vec3;
import org.egoscope.core.graph.ActionSpan;
import org.egoscope.core.graph.GraphEdge;
import org.egoscope.core.motion.BodyPose;
import org.egoscope.core.motion.SmplJoint;
import org.egoscope.core.observation.Hand;
import org.egoscope.core.observation.Instance;
import org.egoscope.core.observation.Observation;
import org.egoscope.core.observation.Person;
import org.egoscope.storage.Row;
import org.jspecify.annotations.Nullable;

/** Rows as the page's script reads them (report.js); numbers are rounded to what can be seen. */
final class FrameJson {
    private FrameJson() {}

    static void write(JsonGenerator json, Observation observation, @Nullable BodyPose body) throws IOException {
        json.writeStartObject();
        json.writeNumberField("index", observation.frameIndex());
        json.writeStringField("headSource", observation.headPose().source().name());
        number(json, "headQuality", observation.headPose().quality(), 100);
        if (!observation.headPose().isLost()) {
            Vec3 head = observation.headPose().worldFromDevice().translation();
            json.writeArrayFieldStart("head");
            for (double value : new double[] {head.x(), head.y(), head.z()}) {
                json.writeNumber(Math.round(value * 1000) / 1000.0);
            }
            json.writeEndArray();
        }
        json.writeArrayFieldStart("instances");
        for (Instance instance : observation.instances()) {
            write(json, instance);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("hands");
        for (Hand hand : observation.hands()) {
            write(json, hand);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("people");
        for (Person person : observation.people()) {
            write(json, person);
        }
        json.writeEndArray();
        if (body != null) {
            write(json, body);
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Person person) throws IOException {
        json.writeStartObject();
        json.writeNumberField("track", person.trackId());
        number(json, "confidence", person.confidence(), 100);
        json.writeArrayFieldStart("box");
        for (double value : new double[] {person.box().x(), person.box().y(), person.box().width(), person.box().height()}) {
            json.writeNumber(Math.round(value));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("coco");
        float[] keypoints = person.toCocoKeypointArray();
        for (int i = 0; i < keypoints.length; i++) {
            if (Float.isNaN(keypoints[i])) {
                json.writeNull();
            } else {
                json.writeNumber(i % 3 == 2 ? Math.round(keypoints[i] * 100) / 100.0 : Math.round(keypoints[i]));
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Instance instance) throws IOException {
        json.writeStartArray();
        json.writeNumber(instance.trackId());
        json.writeString(instance.label());
        json.writeNumber(Math.round(instance.labelScore() * 100) / 100.0);
        json.writeString(instance.mask().toCompressedRuns());
        json.writeStartArray();
        json.writeNumber(Math.round(instance.box().x()));
        json.writeNumber(Math.round(instance.box().y()));
        json.writeNumber(Math.round(instance.box().width()));
        json.writeNumber(Math.round(instance.box().height()));
        json.writeEndArray();
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, Hand hand) throws IOException {
        json.writeStartObject();
        json.writeStringField("side", hand.side().name());
        json.writeBooleanField("wearer", hand.wearer());
        number(json, "confidence", hand.confidence(), 100);
        json.writeArrayFieldStart("xy");
        for (float value : hand.keypoints().toImageArray()) {
            json.writeNumber(Math.round(value * 10) / 10.0);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, BodyPose body) throws IOException {
        json.writeObjectFieldStart("body");
        number(json, "confidence", body.confidence(), 100);
        json.writeArrayFieldStart("joints");
        for (float meters : body.toJointArray()) {
            json.writeNumber(Math.round(meters * 1000));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("contacts");
        for (float contact : body.toContactArray()) {
            if (Float.isNaN(contact)) {
                json.writeNull();
            } else {
                json.writeNumber(Math.round(contact * 100) / 100.0);
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    static void write(JsonGenerator json, ActionSpan action) throws IOException {
        json.writeStartObject();
        json.writeStringField("verb", action.verb());
        json.writeStringField("side", action.side().map(Enum::name).orElse(""));
        json.writeStringField("label", action.trackId() > 0 ? action.label() + " #" + action.trackId() : action.label());
        json.writeNumberField("t0", action.span().start().nanos());
        json.writeNumberField("t1", action.span().end().nanos());
        number(json, "confidence", action.confidence(), 100);
        json.writeEndObject();
    }

    static void write(JsonGenerator json, GraphEdge edge) throws IOException {
        json.writeStartObject();
        json.writeStringField("predicate", edge.predicate());
        json.writeNumberField("subject", edge.subject().nodeId());
        json.writeStringField("subjectLabel", named(edge.subject()));
        json.writeNumberField("object", edge.object().nodeId());
        json.writeStringField("objectLabel", named(edge.object()));
        json.writeNumberField("t0", edge.span().start().nanos());
        json.writeNumberField("t1", edge.span().end().nanos());
        number(json, "confidence", edge.meanConfidence(), 100);
        json.writeEndObject();
    }

    private static String named(GraphEdge.Endpoint end) {
        return end.trackId() > 0 ? end.label() + " #" + end.trackId() : end.label();
    }

    static void writeGap(JsonGenerator json, Row gap) throws IOException {
        json.writeStartObject();
        json.writeStringField("stage", gap.text("stage"));
        json.writeStringField("reason", gap.text("reason"));
        json.writeNumberField("t0", gap.number("t0_ns"));
        json.writeNumberField("t1", gap.number("t1_ns"));
        json.writeEndObject();
    }

    static void writeJoints(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("joints");
        for (SmplJoint joint : SmplJoint.all()) {
            json.writeStartObject();
            json.writeStringField("name", joint.name());
            SmplJoint parent = joint.parent();
            json.writeNumberField("parent", parent == null ? -1 : parent.ordinal());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void number(JsonGenerator json, String name, double value, int precision) throws IOException {
        json.writeNumberField(name, (double) Math.round(value * precision) / precision);
    }
}
