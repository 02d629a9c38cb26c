package dev.countersign.desktop.ui;

import dev.countersign.desktop.approval.InboxItem;
import dev.countersign.desktop.ui.common.Appearance;
import dev.countersign.desktop.ui.common.Connection;
import dev.countersign.desktop.ui.common.LiveValue;
import dev.countersign.desktop.ui.common.Ticker;
import dev.countersign.desktop.ui.common.Ui;
import dev.countersign.desktop.ui.history.HistorySnapshot;
import dev.countersign.desktop.ui.history.HistoryView;
import dev.countersign.desktop.ui.inbox.InboxView;
import dev.countersign.desktop.ui.inbox.InboxViewModel;
import dev.countersign.desktop.ui.review.ReviewView;
import dev.countersign.desktop.ui.review.ReviewViewModel;
import dev.countersign.desktop.ui.sessions.LiveGrant;
import dev.countersign.desktop.ui.sessions.SessionsView;
import dev.countersign.desktop.ui.settings.SettingsView;
import dev.countersign.desktop.ui.sign.SignView;
import dev.countersign.desktop.ui.sign.SignViewModel;
import dev.countersign.desktop.ui.tokens.TokensSnapshot;
import dev.countersign.desktop.ui.tokens.TokensView;
import dev.countersign.desktop.ui.tokens.TokensViewModel;
import dev.countersign.desktop.ui.trust.AlarmBanner;
import dev.countersign.desktop.ui.trust.TrustSnapshot;
import dev.countersign.proof.decision.ReviewedRequest;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/**
 * The frame of the desk and the way between its pages. Made, used and closed on the FX thread. It
 * ends with {@link #close()}, which stops no service.
 */
public final class DeskShell implements AutoCloseable {
  /** Below this width in em the navigation shows icons only. */
  private static final double COMPACT_BELOW_EM = 54;

  /** Below this height in em the phrase scrolls with the page. */
  private static final double SHORT_BELOW_EM = 34;

  private final DeskServices services;
  private final Appearance appearance;
  private final Ticker ticker;
  private final InboxViewModel inbox;
  private final LiveValue<Connection> connection;
  private final LiveValue<HistorySnapshot> history;
  private final LiveValue<List<LiveGrant>> grants;
  private final LiveValue<TokensSnapshot> tokens;
  private final TokensViewModel tokenWork;
  private final LiveValue<TrustSnapshot> trust;
  private final InboxView inboxView;
  private final Navigation navigation = new Navigation(this::go);
  private final BooleanProperty shortWindow = new SimpleBooleanProperty(false);
  private final BorderPane root = new BorderPane();
  private final Map<Page, Node> pages = new EnumMap<>(Page.class);
  private Optional<ReviewView> review = Optional.empty();
  private Optional<SignViewModel> signing = Optional.empty();

  public DeskShell(DeskServices services, Appearance appearance) {
    this.services = services;
    this.appearance = appearance;
    var background = services.host().background();
    this.ticker = new Ticker(services.host().clock());
    this.inbox = new InboxViewModel(services.inbox(), this::review);
    this.inboxView = new InboxView(inbox, ticker);
    this.connection = new LiveValue<>(services.sources().connection(), background);
    this.history = new LiveValue<>(services.sources().history(), background);
    this.grants = new LiveValue<>(services.sources().grants(), background);
    this.tokens = new LiveValue<>(services.sources().tokens(), background);
    this.tokenWork =
        new TokensViewModel(services.sources().tokenDesk(), background, services.host().clock());
    this.trust = new LiveValue<>(services.sources().trust(), background);
    frame();
    inbox.content().subscribe(content -> navigation.count(Page.INBOX, content.waiting().size()));
    grants.each(live -> navigation.count(Page.ACTIVE, live.size()));
    go(Page.INBOX);
    ticker.start();
  }

  /** A scene of this size, dressed in the present theme and text size. */
  public Scene scene(double width, double height) {
    BorderPane holder = new BorderPane(root);
    Scene scene = new Scene(holder, width, height);
    appearance.applyTo(scene);
    scene.addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
    scene.widthProperty().subscribe(_ -> fit(scene));
    scene.heightProperty().subscribe(_ -> fit(scene));
    appearance.scalePercent().subscribe(_ -> fit(scene));
    inboxView.focusFirst();
    return scene;
  }

  /** Shows a page, unless a decision is under way. */
  public void go(Page page) {
    if (signing.filter(SignViewModel::isRunning).isPresent()) {
      return;
    }
    leave();
    navigation.select(page);
    show(pages.computeIfAbsent(page, this::page));
    if (page == Page.INBOX) {
      inboxView.focusFirst();
    } else {
      navigation.focus(page);
    }
  }

  private Node page(Page page) {
    return switch (page) {
      case INBOX -> inboxView.root();
      case ACTIVE -> new SessionsView(grants, ticker).root();
      case HISTORY ->
          new HistoryView(
                  history,
                  services.sources().historyDesk(),
                  services.host().background(),
                  services.host().clock(),
                  ticker,
                  services.demoKey())
              .root();
      case TOKENS -> new TokensView(tokenWork, tokens, ticker, services.demoKey()).root();
      case SETTINGS -> new SettingsView(services.identity(), appearance).root();
    };
  }

  /** Opens a waiting request for review; one that cannot be approved cannot be opened. */
  public void open(String requestId) {
    inbox.open(requestId);
  }

  private void review(InboxItem.Approvable item) {
    leave();
    ReviewViewModel model =
        new ReviewViewModel(item, services.inbox(), ticker, services.host().nanoTime(), this::sign);
    ReviewView view = new ReviewView(model, ticker, shortWindow, () -> go(Page.INBOX));
    review = Optional.of(view);
    show(view.root());
    view.focus();
  }

  private void sign(ReviewedRequest reviewed) {
    SignViewModel model = new SignViewModel(services.decisions(), reviewed);
    signing = Optional.of(model);
    model.state().subscribe(state -> navigation.disable(!state.isFinal()));
    SignView view =
        new SignView(
            model,
            ticker,
            services.demoKey(),
            appearance,
            new SignView.Exits(() -> reviewAgain(reviewed), () -> go(Page.INBOX)));
    show(view.root());
    model.begin();
  }

  /** A review begins anew: what was seen before a failed decision does not count. */
  private void reviewAgain(ReviewedRequest reviewed) {
    String id = reviewed.presentation().request().request().requestId();
    go(Page.INBOX);
    open(id);
  }

  private void leave() {
    review.ifPresent(ReviewView::close);
    review = Optional.empty();
    signing = Optional.empty();
    navigation.disable(false);
  }

  private void show(Node view) {
    root.setCenter(view);
  }

  private void frame() {
    root.getStyleClass().add("desk");
    Region space = new Region();
    VBox.setVgrow(space, Priority.ALWAYS);
    StatusPanel status = new StatusPanel(services.identity(), connection, history, trust);
    VBox side = Ui.column("nav", navigation.root(), space);
    root.setLeft(side);
    navigation
        .compact()
        .subscribe(compact -> {
          side.getChildren().setAll(navigation.root(), space);
          if (compact) {
            root.setBottom(status.strip());
          } else {
            root.setBottom(null);
            side.getChildren().add(status.column());
          }
        });
    VBox top = new VBox();
    root.setTop(top);
    if (services.identity().demo()) {
      HBox banner = Ui.row("demo-banner", Ui.words("DEMO GATEWAY — nothing here is real"));
      banner.setId("demo-banner");
      top.getChildren().add(banner);
      root.getStyleClass().add("demo-frame");
    }
    top.getChildren().add(new AlarmBanner(trust, shortWindow).root());
  }

  private void fit(Scene scene) {
    navigation.compact().set(scene.getWidth() / appearance.em() < COMPACT_BELOW_EM);
    style("compact", navigation.compact().get());
    shortWindow.set(scene.getHeight() / appearance.em() < SHORT_BELOW_EM);
    style("short", shortWindow.get());
  }

  private void style(String name, boolean on) {
    root.getStyleClass().remove(name);
    if (on) {
      root.getStyleClass().add(name);
    }
  }

  private void onKey(KeyEvent key) {
    if (key.isShortcutDown()) {
      Arrays.stream(Page.values())
          .filter(page -> page.digit() == key.getCode())
          .findFirst()
          .ifPresent(page -> {
            go(page);
            key.consume();
          });
    }
  }

  @Override
  public void close() {
    leave();
    ticker.close();
    inbox.close();
    connection.close();
    history.close();
    grants.close();
    tokenWork.close();
    tokens.close();
    trust.close();
  }
}
