package dev.countersign.desktop.ui.history;

import dev.countersign.desktop.ui.common.LiveSource;

/** Where past decisions come from: the audit log. */
public interface HistorySource extends LiveSource<HistorySnapshot> {}
