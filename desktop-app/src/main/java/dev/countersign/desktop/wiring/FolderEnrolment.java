package dev.countersign.desktop.wiring;

import dev.countersign.desktop.enrollment.EnrolmentConnection;
import dev.countersign.desktop.enrollment.NewEnrolment;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;

/** The first enrolment of the device whose folder this is. */
public record FolderEnrolment(DeskFolder folder, InstantSource clock) implements NewEnrolment {

  @Override
  public Optional<String> obstacle() {
    return folder.isEnrolled()
        ? Optional.of(
            "This device is enrolled already. Its folder is "
                + folder.path()
                + "; a new enrolment begins with a new, empty folder. To enrol a further token use"
                + " token add.")
        : Optional.empty();
  }

  @Override
  public Session at(URI gateway) {
    return new EnrolmentConnection(folder.deviceKey(), folder.enrolment(), gateway, clock);
  }
}
