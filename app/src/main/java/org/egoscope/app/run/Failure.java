package org.egoscope.app.run;

import org.egoscope.core.PipelineException;

/** A recording that could not be run; the others were. */
public record Failure(Recording recording, PipelineException error) {}
