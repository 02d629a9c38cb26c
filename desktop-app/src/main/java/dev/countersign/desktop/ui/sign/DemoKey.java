package dev.countersign.desktop.ui.sign;

/**
 * The software key of the demo, which has no body to touch.
 *
 * @param pin the demo's published PIN, shown as a hint; never a real one
 * @param touch what a touch does; returns at once
 */
public record DemoKey(String pin, Runnable touch) {}
