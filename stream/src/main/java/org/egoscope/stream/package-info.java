/** Kafka: topics, the transactional workers, the embedded broker, dead letters. Nothing of Kafka shows in a public signature. */
@NullMarked
package org.egoscope.stream;

import org.jspecify.annotations.NullMarked;
