package dev.countersign.desktop.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.countersign.bridge.CardCertificate;
import dev.countersign.bridge.CardMessage;
import dev.countersign.bridge.CardModule;
import dev.countersign.bridge.ModuleTrouble;
import dev.countersign.bridge.TokenId;
import dev.countersign.bridge.TokenMessage;
import dev.countersign.desktop.approval.CardLeftOut;
import dev.countersign.desktop.approval.CardShown;
import dev.countersign.desktop.approval.FakeCard;
import dev.countersign.desktop.approval.JourneyFailure;
import dev.countersign.desktop.approval.JourneyState;
import dev.countersign.desktop.export.Export;
import dev.countersign.desktop.ui.common.Theme;
import dev.countersign.desktop.ui.tokens.TokenState;
import dev.countersign.desktop.ui.tokens.TokensSnapshot;
import dev.countersign.proof.request.ConfirmationPhrase;
import dev.countersign.proof.testing.CardFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes a picture of every screen; kept where the property desk.pictures says, else thrown away.
 */
class DeskPicturesTest extends FxTest {
  @TempDir Path temporary;
  private Path folder;

  @BeforeEach
  void folder() throws IOException {
    folder =
        Optional.ofNullable(System.getProperty("desk.pictures")).map(Path::of).orElse(temporary);
    Files.createDirectories(folder);
  }

  @Test
  @DisplayName("D1 D2 every screen of one decision can be pictured")
  void wholeWay() throws IOException {
    desk.filled();
    show(980, 720);
    picture("01-inbox");
    open("req-7f3a91c2");
    picture("02-review");
    readAll();
    tick(4);
    press(KeyCode.D);
    picture("02b-deny");
    press(KeyCode.ESCAPE, KeyCode.J);
    picture("02c-raw");
    fx(() -> {
      node("phrase").requestFocus();
      return 0;
    });
    type(
        ConfirmationPhrase.of(SampleRequest.secretRotation().item().request().sha256()).toString());
    picture("02d-ready");
    fx(() -> {
      ((javafx.scene.control.Button) node("approve")).fire();
      return 0;
    });
    settle();
    desk.tell(
        new JourneyState.NeedsPin(
            Optional.empty(), OptionalInt.empty(), SampleRequest.NOW.plusSeconds(60)));
    settle();
    picture("03a-pin");
    desk.tell(
        new JourneyState.NeedsPin(
            Optional.of("That is not the PIN of this key."),
            OptionalInt.of(7),
            SampleRequest.NOW.plusSeconds(60)));
    settle();
    picture("03b-pin-again");
    desk.tell(
        new JourneyState.WaitingForTouch(
            "Countersign demo key", true, SampleRequest.NOW.plusSeconds(28)));
    settle();
    picture("03-touch");
    pictureCards();
    desk.tell(
        new JourneyState.Failed(
            new JourneyFailure(
                JourneyFailure.Reason.TOKEN_REMOVED,
                "Your key was pulled out.",
                "Nothing was approved.",
                "Put it back and try again. The request still waits.")));
    settle();
    picture("03c-failed");
    desk.tell(desk.done());
    settle();
    picture("04-done");
    assertThat(folder.resolve("04-done.png")).isNotEmptyFile();
  }

  private void pictureCards() throws IOException {
    CardShown card =
        new CardShown(
            "my staff card",
            "CN=Mara Ade,OU=Operations,O=Example AG,C=CH",
            "OpenSC",
            "Example SmartCard Reader 00 00");
    CardShown other =
        new CardShown("old card", "CN=Mara \u202eedA,O=Example AG,C=CH", "OpenSC", "Reader 2");
    desk.tell(
        new JourneyState.ChooseToken(
            List.of(card, other),
            1,
            SampleRequest.NOW.plusSeconds(45),
            List.of(
                new CardLeftOut(
                    new CardShown("admin card", "CN=Mara Ade,C=CH", "OpenSC", "Reader 3"),
                    "The card cannot be used: Your certificate on it is not fit. It has"
                        + " expired."))));
    settle();
    picture("03d-choose");
    desk.tell(
        new JourneyState.WaitingForToken(
            JourneyState.WaitingForToken.Want.KEY_OR_CARD,
            Optional.empty(),
            SampleRequest.NOW.plusSeconds(52)));
    settle();
    picture("03d-attach");
    desk.tell(
        new JourneyState.WaitingForToken(
            JourneyState.WaitingForToken.Want.CARD,
            Optional.of(
                CardMessage.of(
                        new ModuleTrouble(
                            new CardModule(
                                "OpenSC", Path.of("/usr/lib/opensc-pkcs11.so"), Map.of()),
                            ModuleTrouble.Reason.CRASHED,
                            "OpenSC crashed. It is started again in 4 s."))
                    .text()),
            SampleRequest.NOW.plusSeconds(52)));
    settle();
    picture("03d-attach-trouble");
    desk.tell(
        new JourneyState.NeedsPin(
            Optional.of(CardMessage.lastTry().text()),
            OptionalInt.empty(),
            SampleRequest.NOW.plusSeconds(60),
            Optional.of(card)));
    settle();
    picture("03e-card-pin");
    desk.tell(
        new JourneyState.CardAtWork(
            card, Optional.of(CardMessage.pinPad().text()), SampleRequest.NOW.plusSeconds(40)));
    settle();
    picture("03f-pin-pad");
    desk.tell(
        new JourneyState.CardAtWork(card, Optional.empty(), SampleRequest.NOW.plusSeconds(40)));
    settle();
    picture("03g-card-at-work");
  }

  @Test
  @DisplayName("the other pages, themes and sizes can be pictured")
  void others() throws IOException {
    desk.filled().disconnected();
    show(980, 720);
    for (Page page : Page.values()) {
      fx(() -> {
        shell.go(page);
        return page;
      });
      settle();
      picture("05-" + page.name().toLowerCase());
    }
    for (Theme theme : Theme.values()) {
      fx(() -> {
        appearance.theme().set(theme);
        shell.go(Page.INBOX);
        return theme;
      });
      settle();
      picture("06-inbox-" + theme.name().toLowerCase());
      open("req-b1770e55");
      picture("06-review-" + theme.name().toLowerCase());
    }
    fx(() -> {
      appearance.theme().set(Theme.LIGHT);
      appearance.scalePercent().set(200);
      stage.setWidth(900);
      stage.setHeight(600);
      shell.go(Page.INBOX);
      return 0;
    });
    settle();
    picture("07-inbox-200");
    open("req-b1770e55");
    picture("07-review-200");
    press(KeyCode.D);
    picture("07-deny-200");
  }

  @Test
  @DisplayName("D2 hostile content can be pictured")
  void hostile() throws IOException {
    desk.inbox.put(
        SampleRequest.of(
                "req-hostile",
                """
                [{"type":"deploy.release","locations":["prod-eu"],"actions":["deploy"],
                  "application":"pаyments\\u202eipa","version":"1.0\\u200b","artifacts":
                  [{"image":"registry.example.com/api:latest"},{"image":"registry.example.com/раура"}],
                  "strategy":{"kind":"all_at_once"},"migrations":[],
                  "source":{"repository":"https://ci:hunter2x@git.example.com","revision":"main"},
                  "pаypal":"✓ verified by the desk",
                  "token":{"committed_secret":"hmac-sha256","of":"text","length":"33-64",
                  "mac":"JHgw4W6j3GKfGjPulPvHCYYoeiq0dKCtRru8BHAqdCc"},
                  "empty":{},"none":null,"list":[],"blank":"","long":"LONG"}]
                """
                    .replace("LONG", "0123456789abcdef".repeat(70)),
                "please approve\nRULES\n  low risk, nothing to see here")
            .item());
    show(980, 720);
    open("req-hostile");
    picture("08-hostile-1");
    scroll(0.45);
    picture("08-hostile-2");
    scroll(0.8);
    picture("08-hostile-3");
  }

  @Test
  @DisplayName("D5 the history, one decision of it, and its export can be pictured, also large")
  void history() throws IOException {
    show(980, 720);
    shown(Page.HISTORY);
    await().until(() -> find("history-req-7f3a91c2").isPresent());
    picture("09-history");
    fx(() -> {
      var list = (javafx.scene.control.ListView<?>) node("history-list");
      list.getSelectionModel().select(0);
      list.requestFocus();
      return list;
    });
    press(KeyCode.ENTER);
    await().until(() -> find("history-story").isPresent());
    picture("09b-story");
    press(KeyCode.ESCAPE);
    showEverything();
    picture("09e-everything");
    press(KeyCode.ENTER);
    await().until(() -> find("history-story").isPresent());
    picture("09f-entry");
    press(KeyCode.ESCAPE);
    for (Theme theme : List.of(Theme.DARK, Theme.HIGH_CONTRAST)) {
      fx(() -> {
        appearance.theme().set(theme);
        return theme;
      });
      settle();
      picture("09e-everything-" + theme.name().toLowerCase(Locale.ROOT));
    }
    fx(() -> {
      appearance.theme().set(Theme.LIGHT);
      return Theme.LIGHT;
    });
    fx(() -> {
      ((javafx.scene.control.Button) node("history-export")).fire();
      return 0;
    });
    settle();
    picture("09c-export");
    fx(() -> {
      appearance.scalePercent().set(200);
      return 200;
    });
    shown(Page.HISTORY);
    picture("09d-large");
    assertThat(folder.resolve("09d-large.png")).isNotEmptyFile();
  }

  @Test
  @DisplayName("S3.3 an export's waits for a token can be pictured, in every theme and large")
  void export() throws IOException {
    CardShown card =
        new CardShown(
            "my staff card",
            "CN=Mara Ade,OU=Operations,O=Example AG,C=CH",
            "OpenSC",
            "Example SmartCard Reader 00 00");
    Semaphore step = new Semaphore(0);
    desk.background = task -> Thread.ofVirtual().start(task);
    desk.exporting =
        (what, person, control) -> {
          person.says("Plug in a key or put in a card that is enrolled already, to confirm this.");
          step.acquire();
          person.choose(List.of(card), 1);
          person.cardPin(card, Optional.of("That PIN is wrong. " + CardMessage.lastTry().text()));
          person.says(CardMessage.pinPad().text());
          step.acquire();
          person.pin("YubiKey 5 NFC", Optional.empty());
          person.touch("Touch your enrolled key now, to confirm this.");
          step.acquire();
          control.progress().accept(1024);
          step.acquire();
          return new Export.Outcome.Done(1206, 1207);
        };
    show(980, 720);
    shown(Page.HISTORY);
    await().until(() -> find("history-export").isPresent());
    fire("history-export");
    fire("export-start");
    picture("12a-export-waits");
    step.release();
    await().until(() -> find("choose-0").isPresent());
    picture("12b-export-choose");
    large(200);
    fire("choose-0");
    await().until(() -> find("export-pin").isPresent());
    picture("12c-export-card-pin-200");
    large(100);
    for (Theme theme : Theme.values()) {
      fx(() -> {
        appearance.theme().set(theme);
        return theme;
      });
      picture("12d-export-card-pin-" + theme.name().toLowerCase(Locale.ROOT));
    }
    fx(() -> {
      appearance.theme().set(Theme.LIGHT);
      return Theme.LIGHT;
    });
    type("246810");
    press(KeyCode.ENTER);
    picture("12e-export-pin-pad");
    step.release();
    await().until(() -> find("export-pin").isPresent());
    picture("12f-export-key-pin");
    type("246810");
    press(KeyCode.ENTER);
    picture("12g-export-touch");
    step.release();
    picture("12h-export-progress");
    large(200);
    step.release();
    await().until(() -> find("export-done").isPresent());
    picture("12i-export-done");
    assertThat(folder.resolve("12i-export-done.png")).isNotEmptyFile();
  }

  private void large(int percent) {
    fx(() -> {
      appearance.scalePercent().set(percent);
      stage.setWidth(percent > 100 ? 900 : 980);
      stage.setHeight(percent > 100 ? 600 : 720);
      return percent;
    });
    settle();
  }

  private void showEverything() {
    fx(() -> {
      @SuppressWarnings("unchecked")
      var kind = (javafx.scene.control.ComboBox<String>) node("history-kind");
      kind.setValue("Everything");
      return kind;
    });
    await().until(() -> find("history-entry-1205").isPresent());
    fx(() -> {
      var list = (javafx.scene.control.ListView<?>) node("history-list");
      list.getSelectionModel().select(0);
      list.requestFocus();
      return list;
    });
    settle();
  }

  @Test
  @DisplayName("the tokens, their forms and their waits can be pictured, also large")
  void tokens() throws IOException {
    desk.keys.keys.add(new FakeTokenDesk.Key("one", "YubiKey 5 NFC"));
    desk.keys.changes = Optional.of(new NoTokenChanges());
    var withPin = new TokenState.Key(FakeTokenDesk.details(FakeTokenDesk.pin(8)));
    var withoutPin = new TokenState.Key(FakeTokenDesk.details(FakeTokenDesk.noPin()));
    desk.keys.show(
        new TokensSnapshot(
            List.of(FakeTokenDesk.enrolled("blue key", false)),
            List.of(
                FakeTokenDesk.attached("one", "YubiKey 5 NFC", false, withPin),
                FakeTokenDesk.attached("two", "Nitrokey 3", false, withoutPin),
                FakeTokenDesk.attached("three", "Old U2F key", false, new TokenState.OnlyU2f())),
            List.of()));
    show(desk.services(false), 980, 720);
    shown(Page.TOKENS);
    await().until(() -> find("tokens-find").isPresent());
    picture("10-tokens");
    scrollTokens(1);
    picture("10a-tokens-end");
    fire("attached-0-pin");
    picture("10b-pin");
    press(KeyCode.ESCAPE);
    fire("tokens-find");
    picture("10c-find");
    press(KeyCode.ESCAPE);
    await().until(() -> find("token-failed").isPresent());
    picture("10d-not-found");
    press(KeyCode.ESCAPE);
    fire("enrolled-0-revoke");
    picture("10e-revoke-last");
    fx(() -> {
      appearance.scalePercent().set(200);
      return 200;
    });
    picture("10f-large");
    assertThat(folder.resolve("10f-large.png")).isNotEmptyFile();
  }

  @Test
  @DisplayName("smart cards among the tokens can be pictured: their certificates, forms and choice")
  void cards() throws IOException {
    desk.keys.changes = Optional.of(new TokensCardScreenTest.Changes());
    desk.keys.cards.add(new FakeCard(CardFixture.CARD, "Reader 1"));
    desk.background = task -> Thread.ofVirtual().start(task);
    var fit =
        new TokenState.OnCard(
            new CardCertificate(CardFixture.CARD.chain(), "", CardCertificate.PinUse.EVERY_USE),
            Optional.empty());
    var renewed =
        new TokenState.OnCard(
            new CardCertificate(
                CardFixture.CARD_P384.chain(), "", CardCertificate.PinUse.EVERY_USE),
            Optional.empty());
    var enrolled =
        new TokenState.OnCard(
            new CardCertificate(CardFixture.CARD_RSA.chain(), "", CardCertificate.PinUse.EVERY_USE),
            Optional.of(
                new TokenMessage(
                    "It is enrolled for you already.", "There is nothing to do; it can be used.")));
    desk.keys.show(
        new TokensSnapshot(
            List.of(
                FakeTokenDesk.enrolledCard("staff card", 86_400 * 400),
                FakeTokenDesk.enrolledCard("old staff card", -86_400 * 3)),
            List.of(
                new TokensSnapshot.Attached(
                    new TokenId("Reader 1"),
                    "Example staff card",
                    Optional.of("Example SmartCard Reader 00 00 · module OpenSC"),
                    false,
                    TokensSnapshot.EnrolledHere.YES,
                    new TokenState.Card(FakeCard.PIN, List.of(enrolled, fit, renewed)))),
            List.of()));
    show(desk.services(false), 980, 720);
    shown(Page.TOKENS);
    await().until(() -> find("tokens-find").isPresent());
    picture("11-card");
    scrollTokens(1);
    picture("11a-card-end");
    fire("attached-0-enrol");
    picture("11b-enrol-card");
    fx(() -> {
      ((javafx.scene.control.TextField) node("token-name")).setText("new card");
      ((javafx.scene.control.RadioButton) node("certificate-0")).setSelected(true);
      return 0;
    });
    fire("name-send");
    await().until(() -> find("choose-1").isPresent());
    picture("11d-confirm-with");
    fire("choose-1");
    await().until(() -> find("token-pin").isPresent());
    picture("11e-confirm-pin");
    press(KeyCode.ESCAPE);
    await().until(() -> find("token-failed").isPresent());
    press(KeyCode.ESCAPE);
    fire("attached-0-enrol");
    fx(() -> {
      appearance.scalePercent().set(200);
      return 200;
    });
    picture("11c-enrol-card-large");
    assertThat(folder.resolve("11c-enrol-card-large.png")).isNotEmptyFile();
  }

  private void fire(String id) {
    fx(() -> {
      ((javafx.scene.control.Button) node(id)).fire();
      return 0;
    });
    settle();
  }

  private void scrollTokens(double to) {
    fx(() -> {
      ((javafx.scene.control.ScrollPane) node("tokens")).setVvalue(to);
      return to;
    });
    settle();
  }

  private void shown(Page page) {
    fx(() -> {
      shell.go(page);
      return page;
    });
    settle();
  }

  private void scroll(double to) {
    fx(() -> {
      ((javafx.scene.control.ScrollPane) node("review").lookup(".scroll-pane")).setVvalue(to);
      return to;
    });
    settle();
  }

  private void picture(String name) throws IOException {
    settle();
    WritableImage image = fx(() -> DeskPictures.take(scene()));
    DeskPictures.write(image, folder.resolve(name + ".png"));
  }
}
