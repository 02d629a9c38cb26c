/** The desk's settings file: one file, of which each room reads its own tables. */
@org.jspecify.annotations.NullMarked
package dev.countersign.desktop.settings;
