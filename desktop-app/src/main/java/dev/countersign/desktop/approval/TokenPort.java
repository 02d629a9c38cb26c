package dev.countersign.desktop.approval;

import dev.countersign.bridge.Token;
import java.util.List;

/** Knows the attached tokens; {@code TokenWatcher::tokens} is one. */
@FunctionalInterface
public interface TokenPort {
  List<Token> attached();
}
