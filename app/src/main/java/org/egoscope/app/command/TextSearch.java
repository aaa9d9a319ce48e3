package org.egoscope.app.command;

import java.util.StringJoiner;

/** Finds tracks whose looks agree with a text: the SELECT that compares embeddings with its vector. */
final class TextSearch {
    private TextSearch() {}

    /**
     * One row per track, the most similar first: session, track, its label there, when it looked most like the text, its box, similarity.
     *
     * @param vector of the text; only embeddings of this length are compared
     */
    static String statement(float[] vector) {
        StringJoiner values = new StringJoiner(", ", "[", "]::FLOAT[]");
        for (float value : vector) {
            values.add(Float.toString(value));
        }
        return """
                SELECT session, track_id, arg_max(label, similarity) AS label, seconds(arg_max(time_ns, similarity)) AS at_s,
                    arg_max(frame_index, similarity) AS frame_index, arg_max(round(box_x), similarity) AS box_x,
                    arg_max(round(box_y), similarity) AS box_y, arg_max(round(box_width), similarity) AS box_width,
                    arg_max(round(box_height), similarity) AS box_height, round(max(similarity), 4) AS similarity, count(*) AS looks
                FROM (SELECT *, list_inner_product(embedding, %s) AS similarity FROM instances WHERE len(embedding) = %d)
                GROUP BY session, track_id
                ORDER BY max(similarity) DESC, session, track_id""".formatted(values, vector.length);
    }
}
