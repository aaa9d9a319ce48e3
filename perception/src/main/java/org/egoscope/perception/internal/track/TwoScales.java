package org.egoscope.perception.internal.track;

import java.util.ArrayList;
import java.util.List;
import org.egoscope.perception.PictureEmbedding;
import org.jspecify.annotations.Nullable;

/**
 * A picture that a network has looked at, and perhaps a part of it again, closely. Questions about what the close-up shows are answered by
 * that. Closes neither.
 */
final class TwoScales {
    private final PictureEmbedding whole;
    private final @Nullable CloseUp part;

    TwoScales(PictureEmbedding whole, @Nullable CloseUp part) {
        this.whole = whole;
        this.part = part;
    }

    /** Three nested answers to each question. */
    List<List<MaskAnswer>> answer(List<Question> questions) {
        List<Question> near = new ArrayList<>();
        List<Question> far = new ArrayList<>();
        for (Question question : questions) {
            (isNear(question) ? near : far).add(question);
        }
        List<List<MaskAnswer>> ofNear = part == null || near.isEmpty() ? List.of() : part.answer(near);
        List<List<MaskAnswer>> ofFar = far.isEmpty() ? List.of() : fromWhole(far);
        List<List<MaskAnswer>> answers = new ArrayList<>();
        int nearAt = 0;
        int farAt = 0;
        for (Question question : questions) {
            answers.add(isNear(question) ? ofNear.get(nearAt++) : ofFar.get(farAt++));
        }
        return answers;
    }

    /** True if the close-up answers. */
    boolean isNear(Question question) {
        return part != null && part.shows(question);
    }

    private List<List<MaskAnswer>> fromWhole(List<Question> questions) {
        return whole.predict(questions.stream().map(Question::prompt).toList(), true).stream()
                .map(masks -> masks.stream().map(MaskAnswer::of).toList())
                .toList();
    }
}
