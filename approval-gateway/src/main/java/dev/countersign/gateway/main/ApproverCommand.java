package dev.countersign.gateway.main;

import dev.countersign.gateway.enrollment.Operator;
import dev.countersign.gateway.store.Approver;
import dev.countersign.proof.json.JsonArray;
import dev.countersign.proof.json.JsonObject;
import dev.countersign.proof.json.JsonValue;
import dev.countersign.proof.json.JsonWriter;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Approvers: add, list, revoke. */
@Command(name = "approver", description = "Approvers: add, list, revoke.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields before any method runs
final class ApproverCommand {
  @ParentCommand private GatewayMain parent;
  @Spec private CommandSpec spec;

  @Command(
      name = "add",
      description = "Add an approver, or draw another code for one; prints the one-time code.")
  int add(
      @Mixin DataOption data,
      @Option(names = "--id", required = true) String id,
      @Option(names = "--person", description = "the person behind the id; default: the id")
          Optional<String> person,
      @Option(names = "--group", description = "may be given more than once") List<String> groups)
      throws Exception {
    Optional<String> code =
        data.withStore(
            parent.clock(),
            (store, operator) -> {
              Optional<Approver> known = store.directory().approver(id);
              if (known.isPresent()) {
                requireSame(known.get(), person, Optional.ofNullable(groups));
              } else {
                List<String> in = Optional.ofNullable(groups).orElse(List.of());
                operator.addApprover(id, person.orElse(id), in);
              }
              return operator.newCode(id);
            });
    if (code.isEmpty()) {
      out().println("the approver is revoked");
      return GatewayMain.NO;
    }
    out().println(code.get());
    out().println("valid for " + Operator.CODE_LIFE.toMinutes() + " minutes, for one enrolment");
    return GatewayMain.YES;
  }

  // What differs would otherwise be ignored, and the operator think that it holds.
  private static void requireSame(
      Approver known, Optional<String> person, Optional<List<String>> groups)
      throws ConfigException {
    boolean same =
        person.map(known.person()::equals).orElse(true)
            && groups.map(each -> Set.copyOf(each).equals(Set.copyOf(known.groups()))).orElse(true);
    if (!same) {
      throw new ConfigException(
          known.id() + " is there already, and its person and groups cannot be changed");
    }
  }

  @Command(name = "list", description = "List the approvers.")
  int list(@Mixin DataOption data, @Option(names = "--json") boolean json) throws Exception {
    List<Approver> approvers =
        data.withStore(parent.clock(), (store, operator) -> store.directory().approvers());
    if (json) {
      List<JsonValue> items = new ArrayList<>();
      approvers.forEach(each -> items.add(json(each)));
      JsonObject document = JsonObject.builder().put("approvers", new JsonArray(items)).build();
      out().println(JsonWriter.compactText(document));
    } else {
      approvers.forEach(each -> out().println(line(each)));
    }
    return GatewayMain.YES;
  }

  @Command(name = "revoke", description = "Revoke an approver, at once.")
  int revoke(@Mixin DataOption data, @Option(names = "--id", required = true) String id)
      throws Exception {
    boolean revoked =
        data.withStore(parent.clock(), (store, operator) -> operator.revokeApprover(id));
    out().println(revoked ? "revoked" : "no such approver");
    return revoked ? GatewayMain.YES : GatewayMain.NO;
  }

  private static JsonObject json(Approver approver) {
    return JsonObject.builder()
        .put("id", approver.id())
        .put("person", approver.person())
        .put("groups", JsonArray.ofStrings(approver.groups()))
        .put("revoked", approver.revoked())
        .build();
  }

  private static String line(Approver approver) {
    String groups = String.join(",", approver.groups());
    String mark = approver.revoked() ? "\trevoked" : "";
    return approver.id() + "\t" + approver.person() + "\t" + groups + mark;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
