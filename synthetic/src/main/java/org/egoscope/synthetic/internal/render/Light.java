package org.egoscope.synthetic.internal.render;

import org.egoscope.core.geometry.Vec3;
import org.egoscope.synthetic.internal.render.Finish.Rgb;

/**
 * How the room is lit: a lamp that casts shadows, daylight from one direction without shadows, and an even rest.
 *
 * @param lampInWorld metres
 * @param lamp linear colour times strength at 1.5 m
 * @param towardDaylightInWorld unit direction
 * @param daylight linear colour times strength
 * @param ambient linear colour times strength
 */
public record Light(Vec3 lampInWorld, Rgb lamp, Vec3 towardDaylightInWorld, Rgb daylight, Rgb ambient) {}
