package dev.countersign.desktop.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A query as conditions of SQL with their arguments; each ends in {@code AND}. */
final class HistoryWhere {
  private final StringBuilder sql = new StringBuilder();
  private final List<Object> arguments = new ArrayList<>();

  HistoryWhere(HistoryQuery query) {
    kind(query.kind());
    if (query.since() > 0) {
      sql.append(" at >= ? AND");
      arguments.add(query.since());
    }
    equal("decision", query.decision().decision());
    equal("outcome", query.decision().outcome());
    beginsWith("requester", query.decision().requester());
    beginsWith("token", query.decision().token());
    String text = query.text().toLowerCase(Locale.ROOT);
    like("text", "%" + pattern(text) + "%", text);
  }

  String sql() {
    return sql.toString();
  }

  /** The arguments, with more after them. */
  List<Object> arguments(Object... more) {
    List<Object> all = new ArrayList<>(arguments);
    all.addAll(List.of(more));
    return all;
  }

  private void kind(HistoryKind kind) {
    if (!kind.types().isEmpty()) {
      sql.append(" type IN (?").append(", ?".repeat(kind.types().size() - 1)).append(") AND");
      arguments.addAll(kind.types());
    }
  }

  private void equal(String column, String value) {
    if (!value.isEmpty()) {
      sql.append(' ').append(column).append(" = ? AND");
      arguments.add(value);
    }
  }

  private void beginsWith(String column, String value) {
    like(column, pattern(value) + "%", value);
  }

  private void like(String column, String pattern, String asked) {
    if (!asked.isEmpty()) {
      sql.append(' ').append(column).append(" LIKE ? ESCAPE '\\' AND");
      arguments.add(pattern);
    }
  }

  private static String pattern(String literal) {
    return literal.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }
}
