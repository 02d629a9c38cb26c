package dev.countersign.proof.presentation;

import dev.countersign.proof.request.ApprovalRequest;
import dev.countersign.proof.request.Requester;
import java.util.List;
import java.util.Map;

/** One plain sentence from typed fields only: no word in it is free text of the requester. */
final class Headline {
  private static final Map<String, String> ACTIONS =
      Map.of(
          "secret.rotate", "rotate a secret",
          "secret.read", "read a secret",
          "deploy.release", "deploy a release",
          "ot.remote_support", "open remote support",
          "shell.exec", "run a command");

  private Headline() {}

  static String of(ApprovalRequest request) {
    Requester requester = request.requester();
    StringBuilder sentence = new StringBuilder(requester.id());
    sentence.append(" (").append(requester.type().wire());
    requester.onBehalfOf().ifPresent(person -> sentence.append(", for ").append(person));
    return sentence.append(") asks to ").append(action(request.details().types())).toString();
  }

  private static String action(List<String> types) {
    String type = types.getFirst();
    String first = ACTIONS.getOrDefault(type, "do “" + type + "”");
    return types.size() == 1 ? first : first + " and " + (types.size() - 1) + " more";
  }
}
