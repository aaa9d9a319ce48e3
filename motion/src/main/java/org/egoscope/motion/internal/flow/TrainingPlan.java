package org.egoscope.motion.internal.flow;

import org.egoscope.torch.Tensor.Precision;
import org.egoscope.torch.TorchDevice;

/**
 * How to train.
 *
 * @param shape of the network
 * @param path of training
 * @param steps in all: the learning rate falls to its end over them
 * @param windows per step
 * @param frames per window
 * @param learningRate highest
 * @param device to train on
 * @param precision of products
 * @param seed of weights, windows and noise
 */
public record TrainingPlan(
        FlowShape shape,
        FlowPath path,
        long steps,
        int windows,
        int frames,
        double learningRate,
        TorchDevice device,
        Precision precision,
        long seed) {}
