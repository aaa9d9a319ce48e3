package org.egoscope.perception;

import org.egoscope.core.Shape;
import org.egoscope.core.observation.Mask;
import org.egoscope.torch.FloatTensor;

/**
 * One answer to a prompt.
 *
 * @param mask at picture size
 * @param lowResLogits positive inside; its frame is the segmenter's own, so it is good only as a later prompt's {@code maskPrior}
 * @param predictedIou the segmenter's estimate of the IoU with the true mask; about 0..1, networks may leave that range
 * @param stability IoU of the masks that a threshold one higher and one lower gives, 0..1
 */
public record PromptMask(Mask mask, @Shape("S S") FloatTensor lowResLogits, float predictedIou, float stability) {}
