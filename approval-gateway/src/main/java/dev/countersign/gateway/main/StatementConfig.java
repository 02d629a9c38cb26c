package dev.countersign.gateway.main;

import dev.countersign.gateway.http.CrlSource;
import dev.countersign.gateway.http.OcspResponder;
import dev.countersign.proof.crypto.Digest;
import dev.countersign.proof.x509.OcspRequest;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where revocation statements come from, in the table {@code x509} of the configuration.
 *
 * @param crls files of CRLs, read again when they change
 * @param ocsp files of OCSP responses, read again when they change
 * @param fetched CRLs that the gateway fetches; their files are among {@code crls}
 * @param responders OCSP responders that the gateway asks
 * @param answers the folder that keeps what they answered
 * @param times which statements count
 */
record StatementConfig(
    List<Path> crls,
    List<Path> ocsp,
    List<CrlSource> fetched,
    List<Responder> responders,
    Path answers,
    Times times) {

  /** A day and two hours: daily lists with room for one to be late. */
  private static final long DEFAULT_MAX_AGE = 26 * 3600;

  private static final long DEFAULT_KEEP = 300;
  private static final String RESPONDERS = "x509.ocsp_responders";
  private static final Set<String> OF_A_RESPONDER = Set.of("url", "issuer", "hash", "nonce");

  /**
   * How long statements are used.
   *
   * @param maxAgeSeconds the greatest age of a CRL or response
   * @param keepSeconds after which a responder is asked again
   */
  record Times(long maxAgeSeconds, long keepSeconds) {}

  /**
   * One responder.
   *
   * @param issuer the file of the authority's certificate, DER or PEM
   */
  record Responder(URI address, Path issuer, OcspRequest.Naming naming, boolean nonce) {
    /**
     * Reads the authority.
     *
     * @throws IOException if that is not possible
     */
    OcspResponder open() throws IOException {
      return new OcspResponder(address, CardConfig.authority(issuer), naming, nonce);
    }
  }

  static StatementConfig read(ConfigReader in) throws ConfigException {
    List<CrlSource> fetched = fetched(in);
    List<Path> crls = new ArrayList<>(in.paths("x509.crls"));
    fetched.forEach(source -> crls.add(source.file()));
    List<Responder> responders = new ArrayList<>();
    for (ConfigReader each : in.tables(RESPONDERS, OF_A_RESPONDER)) {
      responders.add(responder(each));
    }
    return new StatementConfig(
        crls,
        in.paths("x509.ocsp"),
        fetched,
        responders,
        in.path("ocsp"),
        new Times(
            in.number("x509.max_age_seconds", 1, DEFAULT_MAX_AGE),
            in.number("x509.ocsp_keep_seconds", 0, DEFAULT_KEEP)));
  }

  private static Responder responder(ConfigReader in) throws ConfigException {
    URI address = webAddress(in, "url", in.text("url"));
    if (address.getRawQuery() != null || address.getRawFragment() != null) {
      throw in.wrong("url", "has a query or fragment: nothing can follow it");
    }
    OcspRequest.Naming naming =
        switch (in.optionalText("hash").orElse("sha1")) {
          case "sha1" -> OcspRequest.Naming.SHA1;
          case "sha256" -> OcspRequest.Naming.SHA256;
          default -> throw in.wrong("hash", "is neither sha1 nor sha256");
        };
    return new Responder(address, in.path(in.text("issuer")), naming, in.flag("nonce", false));
  }

  private static List<CrlSource> fetched(ConfigReader in) throws ConfigException {
    List<CrlSource> sources = new ArrayList<>();
    for (String text : in.texts("x509.crl_urls")) {
      URI address = webAddress(in, "x509.crl_urls", text);
      String name =
          Digest.sha256(text.getBytes(StandardCharsets.UTF_8)).value().base64Url().substring(0, 22)
              + ".crl";
      sources.add(new CrlSource(address, in.path("crl").resolve(name)));
    }
    return sources;
  }

  private static URI webAddress(ConfigReader in, String key, String text) throws ConfigException {
    try {
      URI address = new URI(text);
      boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
      if (web && address.getHost() != null && address.getUserInfo() == null) {
        return address;
      }
    } catch (URISyntaxException notOne) {
      // Told below, as any other that is none.
    }
    throw in.wrong(key, "holds something else than http and https addresses");
  }
}
