package org.egoscope.torch;

import java.util.Set;

/** Named tensors of a file, or of something that stands in for one. */
public interface WeightSource {
    Set<String> names();

    long[] shape(String name);

    /** As float32; may share memory with the file. */
    FloatTensor floats(String name);
}
