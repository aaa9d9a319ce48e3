package org.egoscope.core;

/** A stage that remembers earlier inputs and can be carried to another process between two of them. */
public interface StatefulStage<I, O> extends Stage<I, O>, Snapshotting {}
