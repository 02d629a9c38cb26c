package dev.countersign.desktop.enrollment;

import dev.countersign.desktop.submission.DpopHttp;
import dev.countersign.desktop.submission.GatewayAddress;
import dev.countersign.desktop.submission.PlainHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/** The connection of a device that is not enrolled yet; its device key and pins are two files. */
public final class EnrolmentConnection implements NewEnrolment.Session {
  private final Path deviceKey;
  private final Path pins;
  private final HttpClient client;
  private final PlainHttp http;

  /**
   * To one gateway.
   *
   * @param pins written when the device is enrolled, and never over an older file
   * @throws IllegalArgumentException with half a sentence, when the address is not usable or safe
   */
  public EnrolmentConnection(Path deviceKey, Path pins, URI gateway, InstantSource clock) {
    GatewayAddress address = new GatewayAddress(gateway);
    this.deviceKey = deviceKey;
    this.pins = pins;
    this.client = DpopHttp.newClient();
    this.http = new PlainHttp(client, address, clock);
  }

  @Override
  public Enroller.Begun begin(String code) throws IOException, InterruptedException {
    DeviceKey device =
        Files.exists(deviceKey) ? FileDeviceKey.open(deviceKey) : FileDeviceKey.create(deviceKey);
    return new Enroller(http, device).begin(code);
  }

  @Override
  public void keep(EnrolmentPins enrolled) throws IOException {
    if (Files.exists(pins)) {
      throw new FileAlreadyExistsException(pins.toString());
    }
    enrolled.save(pins);
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
