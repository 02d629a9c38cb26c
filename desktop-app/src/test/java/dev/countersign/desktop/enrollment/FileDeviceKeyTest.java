package dev.countersign.desktop.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDeviceKeyTest {
  @TempDir Path folder;

  @Test
  @DisplayName("S2.3 the device key is made once, of mode 0600, and opened again")
  void roundTrip() throws IOException {
    Path file = folder.resolve("device.key");
    FileDeviceKey made = FileDeviceKey.create(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(FileDeviceKey.open(file).publicKey()).isEqualTo(made.publicKey());
    assertThatThrownBy(() -> FileDeviceKey.create(file))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  @DisplayName("a device key that others can read is refused")
  void readableByOthers() throws IOException {
    Path file = folder.resolve("device.key");
    FileDeviceKey.create(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> FileDeviceKey.open(file)).isInstanceOf(IOException.class);
  }

  @Test
  @DisplayName("a damaged, absent or linked device key file is refused")
  void damaged() throws IOException {
    Path file = folder.resolve("device.key");
    assertThatThrownBy(() -> FileDeviceKey.open(file)).isInstanceOf(IOException.class);
    PrivateFile.write(file, new byte[] {1, 2, 3});
    assertThatThrownBy(() -> FileDeviceKey.open(file)).isInstanceOf(IOException.class);
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    assertThatThrownBy(() -> FileDeviceKey.open(link)).isInstanceOf(IOException.class);
  }
}
