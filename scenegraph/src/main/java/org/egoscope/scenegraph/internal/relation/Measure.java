package org.egoscope.scenegraph.internal.relation;

/** Names and values of what was measured, three decimals, as text: {@code overlap=0.31 fingertip_distance=0.12}. */
public final class Measure {
    private final StringBuilder text = new StringBuilder(64);

    public Measure with(String name, double value) {
        if (text.length() > 0) {
            text.append(' ');
        }
        text.append(name).append('=').append(Math.round(value * 1000) / 1000.0);
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
