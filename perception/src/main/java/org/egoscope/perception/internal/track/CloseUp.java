package org.egoscope.perception.internal.track;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.egoscope.core.Shape;
import org.egoscope.core.geometry.ImageSize;
import org.egoscope.core.observation.BoundingBox;
import org.egoscope.core.observation.Mask;
import org.egoscope.perception.PictureEmbedding;
import org.egoscope.perception.PromptMask;
import org.egoscope.perception.PromptPoint;
import org.egoscope.perception.PromptSegmenter;
import org.egoscope.perception.SegmentPrompt;

/**
 * A part of a picture that a network has looked at by itself, so at a larger scale. A network of the SAM family sees cells of 16 of 1024
 * pixels, and what is no larger than one of them it outlines and tells apart badly: asked with its true box, a cup of 100 pixels comes to an
 * IoU of 0.86 in the whole picture of 512 x 288 and to 0.89 in a quarter of it, bowl and bottle to 0.85 and 0.96, a knife to 0.73 and 0.87.
 */
final class CloseUp implements AutoCloseable {
    private final ImageSize picture;
    private final CloseUpPlace place;
    private final PictureEmbedding embedded;
    private final byte[] bitmap;

    private CloseUp(ImageSize picture, CloseUpPlace place, PictureEmbedding embedded) {
        this.picture = picture;
        this.place = place;
        this.embedded = embedded;
        bitmap = new byte[picture.pixels()];
    }

    /** Room for the pixels of a close-up of such a picture. */
    static ByteBuffer room(ImageSize picture) {
        return ByteBuffer.allocateDirect(3 * CloseUpPlace.sizeIn(picture).pixels());
    }

    /**
     * Looks at the part.
     *
     * @param part room for its pixels, which are not read again after this
     */
    static CloseUp of(PromptSegmenter segmenter, @Shape("H W 3") ByteBuffer rgb, ImageSize size, CloseUpPlace place, ByteBuffer part) {
        part.clear();
        int row = 3 * place.size().width();
        for (int y = 0; y < place.size().height(); y++) {
            part.put(rgb.slice(3 * ((place.top() + y) * size.width() + place.left()), row));
        }
        return new CloseUp(size, place, segmenter.embed(part.rewind(), place.size()));
    }

    boolean shows(Question question) {
        return question.extent() != null && place.shows(question.extent());
    }

    /** The nested answers to questions about things that it shows, as masks of the whole picture. */
    List<List<MaskAnswer>> answer(List<Question> questions) {
        List<List<PromptMask>> nested = embedded.predict(questions.stream().map(question -> moved(question.prompt())).toList(), true);
        return nested.stream().map(masks -> masks.stream().map(this::placed).toList()).toList();
    }

    private SegmentPrompt moved(SegmentPrompt prompt) {
        List<PromptPoint> points = new ArrayList<>();
        for (PromptPoint point : prompt.points()) {
            points.add(new PromptPoint(point.x() - place.left(), point.y() - place.top(), point.foreground()));
        }
        Optional<BoundingBox> box = prompt.box().map(b -> new BoundingBox(b.x() - place.left(), b.y() - place.top(), b.width(), b.height()));
        return new SegmentPrompt(points, box, Optional.empty());
    }

    private MaskAnswer placed(PromptMask answer) {
        Arrays.fill(bitmap, (byte) 0);
        int width = place.size().width();
        answer.mask().forEachInside(p -> bitmap[(place.top() + p / width) * picture.width() + place.left() + p % width] = 1);
        return MaskAnswer.of(answer).placed(Mask.ofBitmap(picture, bitmap), place.cuts(answer.mask()));
    }

    @Override
    public void close() {
        embedded.close();
    }
}
