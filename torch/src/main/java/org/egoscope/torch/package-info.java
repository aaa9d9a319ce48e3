/** libtorch behind one door: load weights, run, own native memory. Start with {@link org.egoscope.torch.TorchModel}. */
@NullMarked
package org.egoscope.torch;

import org.jspecify.annotations.NullMarked;
