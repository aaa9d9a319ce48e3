package org.egoscope.core;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Shape of a flat row-major array: axis letters and numbers, outermost first, such as {@code "T J 3"}.
 * Letters: B batch, T time, H rows, W columns, C channel, J joint, K object, D feature.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE_USE})
public @interface Shape {
    String value();
}
