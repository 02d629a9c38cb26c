import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Rewrites every jar of a folder for the installed image: {@code java RepackJars.java FOLDER}.
 *
 * <p>Entries are stored, not deflated, so that the package's own compression sees all classes at once (a third of the
 * size) and starting inflates nothing. Native libraries are left out: the image holds those of its platform as files,
 * and no library may unpack one. Data of ICU4J for languages and regions is left out too. Names, order, times and contents of all other entries stay, so signatures still hold.
 */
final class RepackJars {
  private static final Pattern NATIVE_LIBRARY = Pattern.compile(".*\\.(so|dll|dylib|jnilib|a)");

  /** ICU4J's data for languages and regions, five sixths of that library: only its character properties are used. */
  private static final Pattern LOCALE_DATA =
      Pattern.compile("com/ibm/icu/impl/data/(?!icudata/[^/]+\\.(icu|nrm|cfu)$).+");

  private RepackJars() {}

  public static void main(String[] arguments) throws IOException {
    for (Path jar : jarsIn(Path.of(arguments[0]))) {
      Path repacked = Files.createTempFile(jar.getParent(), "repack", null);
      try (ZipFile from = new ZipFile(jar.toFile());
          ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(repacked))) {
        to.setLevel(0);
        copy(from, to);
      }
      Files.delete(jar);
      Files.move(repacked, jar);
    }
  }

  private static List<Path> jarsIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  private static void copy(ZipFile from, ZipOutputStream to) throws IOException {
    for (ZipEntry entry : from.stream().toList()) {
      String name = entry.getName();
      if (!NATIVE_LIBRARY.matcher(name).matches() && !LOCALE_DATA.matcher(name).matches()) {
        copy(from, entry, to);
      }
    }
  }

  private static void copy(ZipFile from, ZipEntry entry, ZipOutputStream to) throws IOException {
    ZipEntry same = new ZipEntry(entry.getName());
    same.setTimeLocal(entry.getTimeLocal());
    to.putNextEntry(same);
    try (InputStream content = from.getInputStream(entry)) {
      content.transferTo(to);
    }
    to.closeEntry();
  }
}
