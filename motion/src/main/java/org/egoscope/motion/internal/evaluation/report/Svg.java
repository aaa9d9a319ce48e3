package org.egoscope.motion.internal.evaluation.report;

import java.util.Locale;

/** Text of an SVG picture that stands on its own or inside a page. */
final class Svg {
    private final StringBuilder body = new StringBuilder();
    private final double width;
    private final double height;

    Svg(double width, double height) {
        this.width = width;
        this.height = height;
    }

    static String number(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    Svg line(double x1, double y1, double x2, double y2, String style) {
        body.append("<line x1=\"").append(number(x1)).append("\" y1=\"").append(number(y1)).append("\" x2=\"").append(number(x2))
                .append("\" y2=\"").append(number(y2)).append("\" ").append(style).append("/>\n");
        return this;
    }

    Svg rectangle(double x, double y, double w, double h, String fill) {
        body.append("<rect x=\"").append(number(x)).append("\" y=\"").append(number(y)).append("\" width=\"").append(number(w))
                .append("\" height=\"").append(number(h)).append("\" fill=\"").append(fill).append("\"/>\n");
        return this;
    }

    Svg circle(double x, double y, double radius, String fill) {
        body.append("<circle cx=\"").append(number(x)).append("\" cy=\"").append(number(y)).append("\" r=\"").append(number(radius))
                .append("\" fill=\"").append(fill).append("\"/>\n");
        return this;
    }

    /** @param anchor start, middle or end */
    Svg text(double x, double y, String anchor, String text) {
        body.append("<text x=\"").append(number(x)).append("\" y=\"").append(number(y)).append("\" text-anchor=\"").append(anchor)
                .append("\">").append(escaped(text)).append("</text>\n");
        return this;
    }

    /** @param points pairs of coordinates, already written */
    Svg path(String points, String style) {
        body.append("<polyline points=\"").append(points).append("\" fill=\"none\" ").append(style).append("/>\n");
        return this;
    }

    @Override
    public String toString() {
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + number(width) + " " + number(height) + "\" width=\""
                + number(width) + "\" height=\"" + number(height) + "\" font-family=\"sans-serif\" font-size=\"11\">\n" + body + "</svg>\n";
    }
}
