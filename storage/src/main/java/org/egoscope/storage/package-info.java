/**
 * Everything that travels, as Arrow; the dataset on disk; and questions to it. Start at {@link org.egoscope.storage.Codecs} for bytes,
 * {@link org.egoscope.storage.DatasetWriter} for writing, {@link org.egoscope.storage.Dataset} and
 * {@link org.egoscope.storage.SceneQuery} for reading.
 */
@NullMarked
package org.egoscope.storage;

import org.jspecify.annotations.NullMarked;
