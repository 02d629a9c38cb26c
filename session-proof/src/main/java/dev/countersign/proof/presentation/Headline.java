package dev.countersign.proof.presentation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One plain sentence from leaves of the presentation. Of what the requester chose it repeats only
 * numbers, amounts and words of a closed list: free text of theirs never stands in our sentence.
 */
final class Headline {
  private static final String DETAIL = "/authorization_details/";

  private final Map<String, Leaf> leaves = new HashMap<>();

  private Headline(List<Leaf> all) {
    all.forEach(leaf -> leaves.put(leaf.pointer(), leaf));
  }

  static String of(List<Leaf> leaves) {
    return new Headline(leaves).sentence();
  }

  private String sentence() {
    StringBuilder sentence = new StringBuilder(text("/requester/id").orElse("somebody"));
    sentence.append(" (").append(text("/requester/type").orElse("of an unknown kind"));
    text("/requester/on_behalf_of").ifPresent(person -> sentence.append(", for ").append(person));
    sentence.append(") asks to ").append(action());
    int details = count(DETAIL, "/type");
    if (details > 1) {
      sentence.append(" and ").append(details - 1).append(" more");
    }
    return sentence.toString();
  }

  private String action() {
    String type = detail("type").orElse("");
    int places = count(DETAIL + "0/locations/", "");
    return switch (type) {
      case "secret.rotate" -> "rotate " + many(Math.max(places, 1), "a secret", "secrets");
      case "secret.read" -> "read " + many(Math.max(places, 1), "a secret", "secrets");
      case "shell.exec" -> "run a command" + asRoot() + on(places, "hosts");
      case "k8s.exec" -> "run a command in a container" + on(places, "clusters");
      case "deploy.release" ->
          (actions().contains("roll_back") ? "roll back a release" : "deploy a release")
              + (places > 1 ? " to " + places + " environments" : "");
      case "iam.grant" -> "grant rights" + grantTime();
      case "db.change" -> databaseChange() + on(places, "databases");
      case "payment.transfer" -> "transfer " + amount();
      case "ot.remote_support" -> remoteSupport() + on(places, "assets");
      case "config.change" -> "change settings" + on(places, "systems");
      default -> "do “" + type + "”";
    };
  }

  private String asRoot() {
    return detail("user").filter("root"::equals).isPresent() ? " as root" : "";
  }

  private String grantTime() {
    return leaf("duration_seconds")
        .map(leaf -> leaf.type() == LeafType.NULL ? " without an end" : time(leaf))
        .orElse("");
  }

  private String databaseChange() {
    boolean schema = actions().contains("change_schema");
    boolean data = actions().contains("change_data");
    return schema && data
        ? "change schema and data of a database"
        : schema ? "change the schema of a database" : data ? "change data" : "maintain a database";
  }

  private String amount() {
    Optional<String> value =
        detail("amount/value").filter(v -> v.matches("(0|[1-9][0-9]{0,14})(\\.[0-9]{1,4})?"));
    Optional<String> currency = detail("amount/currency").filter(c -> c.matches("[A-Z]{3}"));
    return value.isPresent() && currency.isPresent() ? value.get() + " " + currency.get() : "money";
  }

  private String remoteSupport() {
    Set<String> actions = actions();
    String how =
        actions.contains("load_firmware")
            ? " and load firmware"
            : actions.contains("write") ? " with write access" : "";
    return "open remote support" + how + leaf("max_seconds").map(Headline::time).orElse("");
  }

  /** {@code for 15 minutes}; nothing for what is not a number of seconds. */
  private static String time(Leaf leaf) {
    if (leaf.type() != LeafType.INTEGER || leaf.value().startsWith("-")) {
      return "";
    }
    long seconds = Long.parseLong(leaf.value());
    if (seconds > 0 && seconds % 86_400 == 0) {
      return " for " + many(seconds / 86_400, "1 day", "days");
    }
    if (seconds > 0 && seconds % 3_600 == 0) {
      return " for " + many(seconds / 3_600, "1 hour", "hours");
    }
    return seconds > 0 && seconds % 60 == 0
        ? " for " + many(seconds / 60, "1 minute", "minutes")
        : " for " + many(seconds, "1 second", "seconds");
  }

  private static String many(long count, String one, String more) {
    return count == 1 ? one : count + " " + more;
  }

  private static String on(int places, String what) {
    return places > 1 ? " on " + places + " " + what : "";
  }

  private Set<String> actions() {
    Set<String> actions = new HashSet<>();
    for (int i = 0; detail("actions/" + i).isPresent(); i++) {
      actions.add(detail("actions/" + i).orElseThrow());
    }
    return actions;
  }

  private int count(String before, String after) {
    int count = 0;
    while (leaves.containsKey(before + count + after)) {
      count++;
    }
    return count;
  }

  private Optional<Leaf> leaf(String member) {
    return Optional.ofNullable(leaves.get(DETAIL + "0/" + member));
  }

  private Optional<String> detail(String member) {
    return leaf(member).filter(leaf -> leaf.type() == LeafType.STRING).map(Leaf::value);
  }

  private Optional<String> text(String pointer) {
    return Optional.ofNullable(leaves.get(pointer)).map(Leaf::value);
  }
}
