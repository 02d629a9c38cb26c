package dev.countersign.bridge.pkcs11.module;

import dev.countersign.bridge.pkcs11.binding.Cryptoki;
import dev.countersign.bridge.pkcs11.binding.MalformedModuleException;
import dev.countersign.bridge.pkcs11.binding.ModuleErrorException;
import dev.countersign.bridge.pkcs11.binding.NotLoadableException;
import dev.countersign.bridge.pkcs11.wire.Frames;
import dev.countersign.bridge.pkcs11.wire.ModuleAnswer;
import dev.countersign.bridge.pkcs11.wire.ModuleFault;
import dev.countersign.bridge.pkcs11.wire.ModuleRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers one request after another on the one thread that calls the module. */
final class Worker {

  private final Inbox inbox;
  private final OutputStream out;
  private @Nullable Cryptoki module;

  Worker(Inbox inbox, OutputStream out) {
    this.inbox = inbox;
    this.out = out;
  }

  /** Returns when no more requests come. */
  void workUntilTold() throws IOException, InterruptedException {
    while (inbox.take() instanceof Inbox.Message.Asked asked) {
      asked.pin().ifPresent(unasked -> Arrays.fill(unasked, (byte) 0));
      Optional<ModuleAnswer> answer = answer(asked.request());
      if (answer.isPresent()) {
        send(answer.get());
      }
    }
    finish();
  }

  private void send(ModuleAnswer answer) throws IOException {
    Frames.write(out, answer.encoded());
  }

  /** Empty for what needs no answer. */
  private Optional<ModuleAnswer> answer(ModuleRequest request)
      throws IOException, InterruptedException {
    try {
      return switch (request) {
        case ModuleRequest.Load(String library) -> Optional.of(load(library));
        case ModuleRequest.ListSlots() -> Optional.of(new Tokens(loaded()).list());
        case ModuleRequest.ListCertificates(long slot) ->
            Optional.of(new TokenCertificates(loaded(), slot).list());
        case ModuleRequest.Sign sign ->
            Optional.of(new Signing(loaded(), sign, this::permission, this::tell).sign());
        // Come too late: what they were for has ended.
        case ModuleRequest.Proceed _, ModuleRequest.Cancel _ -> Optional.empty();
      };
    } catch (NotLoadableException notLoadable) {
      return failed(ModuleFault.NOT_LOADABLE, notLoadable.getMessage());
    } catch (MalformedModuleException malformed) {
      return failed(ModuleFault.MODULE_MALFORMED, malformed.getMessage());
    } catch (ModuleErrorException refused) {
      return failed(ModuleFault.MODULE_REFUSED, refused.getMessage());
    }
  }

  private static Optional<ModuleAnswer> failed(ModuleFault fault, @Nullable String detail) {
    return Optional.of(new ModuleAnswer.Failed(fault, String.valueOf(detail)));
  }

  private ModuleAnswer load(String library) throws NotLoadableException, ModuleErrorException {
    Cryptoki loading = Cryptoki.load(Path.of(library));
    module = loading;
    return new ModuleAnswer.Ready(loading.description());
  }

  private Cryptoki loaded() {
    if (module == null) {
      throw new IllegalStateException("the desk asked before it had a module loaded");
    }
    return module;
  }

  private void tell(ModuleAnswer.Step step) throws IOException {
    send(new ModuleAnswer.Doing(step));
  }

  /** Shows the desk what was found, and waits for its word. */
  private Signing.Permission permission(ModuleAnswer.Found found)
      throws IOException, InterruptedException {
    send(found);
    return inbox.take() instanceof Inbox.Message.Asked(ModuleRequest.Proceed _, var pin)
        ? new Signing.Permission(true, pin, inbox::cancelled)
        : new Signing.Permission(false, Optional.empty(), () -> true);
  }

  private void finish() {
    try {
      if (module != null) {
        module.finish();
      }
    } catch (ModuleErrorException alreadyGone) {
      // The process ends here in any case, and with it what the module holds.
      module = null;
    }
  }
}
