package dev.countersign.proof.x509;

import dev.countersign.proof.Bytes;
import dev.countersign.proof.RefusedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The extensions of a certificate that the rules are about (RFC 5280 §4.2.1).
 *
 * <p>An extension is either understood here, or not critical and without bearing on a path, or it
 * makes the certificate unusable: that holds for every other critical extension and for policy
 * mappings, policy constraints and inhibitAnyPolicy, which these rules do not carry out.
 */
final class Extensions {
  static final int DIGITAL_SIGNATURE = 1;
  static final int KEY_CERT_SIGN = 1 << 5;
  static final int CRL_SIGN = 1 << 6;
  static final String ANY_EXTENDED_KEY_USAGE = "2.5.29.37.0";
  static final String OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";
  static final String ANY_POLICY = "2.5.29.32.0";

  private static final String KEY_USAGE = "2.5.29.15";
  private static final String SUBJECT_ALT_NAME = "2.5.29.17";
  private static final String BASIC_CONSTRAINTS = "2.5.29.19";
  private static final String NAME_CONSTRAINTS = "2.5.29.30";
  private static final String CERTIFICATE_POLICIES = "2.5.29.32";
  private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
  private static final String OCSP_NO_CHECK = "1.3.6.1.5.5.7.48.1.5";
  private static final Set<String> NOT_CARRIED_OUT =
      Set.of("2.5.29.33", "2.5.29.36", "2.5.29.54"); // mappings, constraints, inhibitAnyPolicy
  private static final int MAX_EXTENSIONS = 64;
  private static final int DIRECTORY_NAME = 0xa4;
  private static final int PERMITTED_SUBTREES = 0xa0;

  private int keyUsage;
  private boolean ca;
  private OptionalInt pathLength = OptionalInt.empty();
  private List<String> ekus = List.of();
  private List<String> policies = List.of();
  private List<DistinguishedName> directoryNames = List.of();
  private Optional<List<DistinguishedName>> permitted = Optional.empty();
  private boolean ocspNoCheck;
  private boolean unusable;

  private Extensions() {}

  /** Reads the SEQUENCE of extensions. */
  static Extensions read(DerReader reader) throws RefusedException {
    Extensions extensions = new Extensions();
    Set<String> seen = new HashSet<>();
    while (reader.hasMore()) {
      DerReader extension = reader.sequence();
      String oid = extension.oid();
      boolean critical = extension.optionalTrue(DerReader.BOOLEAN);
      byte[] value = extension.primitive(DerReader.OCTET_STRING);
      extension.end();
      if (!seen.add(oid) || seen.size() > MAX_EXTENSIONS) {
        throw reader.refused("an extension stands twice, or there are more than 64");
      }
      extensions.take(oid, critical, reader.over(Bytes.of(value)));
    }
    return extensions;
  }

  private void take(String oid, boolean critical, DerReader value) throws RefusedException {
    switch (oid) {
      case KEY_USAGE -> keyUsage = value.namedBits(DerReader.BIT_STRING);
      case BASIC_CONSTRAINTS -> basicConstraints(value);
      case EXTENDED_KEY_USAGE -> ekus = oids(value.sequence());
      case CERTIFICATE_POLICIES -> policies = policies(value.sequence());
      case SUBJECT_ALT_NAME -> directoryNames = directoryNames(value.sequence());
      case NAME_CONSTRAINTS -> nameConstraints(value.sequence());
      case OCSP_NO_CHECK -> ocspNoCheck = true;
      default -> {
        unusable |= critical || NOT_CARRIED_OUT.contains(oid);
        return;
      }
    }
    if (!oid.equals(OCSP_NO_CHECK)) {
      value.end();
    }
  }

  private void basicConstraints(DerReader value) throws RefusedException {
    DerReader constraints = value.sequence();
    ca = constraints.optionalTrue(DerReader.BOOLEAN);
    if (ca && constraints.hasMore()) {
      pathLength = OptionalInt.of(constraints.smallInteger(DerReader.INTEGER));
    }
    constraints.end();
  }

  private static List<String> oids(DerReader value) throws RefusedException {
    List<String> oids = new ArrayList<>();
    do {
      oids.add(value.oid());
    } while (value.hasMore());
    return List.copyOf(oids);
  }

  private static List<String> policies(DerReader value) throws RefusedException {
    List<String> policies = new ArrayList<>();
    do {
      DerReader policy = value.sequence();
      policies.add(policy.oid());
      if (policy.hasMore()) {
        policy.element(DerReader.SEQUENCE); // qualifiers: for people
      }
      policy.end();
    } while (value.hasMore());
    if (new HashSet<>(policies).size() != policies.size()) {
      throw value.refused("a policy stands twice");
    }
    return List.copyOf(policies);
  }

  private static List<DistinguishedName> directoryNames(DerReader value) throws RefusedException {
    List<DistinguishedName> names = new ArrayList<>();
    do {
      if (value.nextIs(DIRECTORY_NAME)) {
        DerReader name = value.constructed(DIRECTORY_NAME);
        names.add(DistinguishedName.read(name));
        name.end();
      } else {
        value.element();
      }
    } while (value.hasMore());
    return List.copyOf(names);
  }

  /** Permitted directory names only: everything else makes the certificate unusable. */
  private void nameConstraints(DerReader value) throws RefusedException {
    List<DistinguishedName> subtrees = new ArrayList<>();
    if (value.nextIs(PERMITTED_SUBTREES)) {
      DerReader trees = value.constructed(PERMITTED_SUBTREES);
      while (trees.hasMore()) {
        DerReader tree = trees.sequence();
        if (tree.nextIs(DIRECTORY_NAME)) {
          DerReader base = tree.constructed(DIRECTORY_NAME);
          subtrees.add(DistinguishedName.read(base));
          base.end();
        } else {
          unusable = true;
          tree.element();
        }
        while (tree.hasMore()) { // minimum and maximum: RFC 5280 forbids both
          unusable = true;
          tree.element();
        }
      }
    }
    while (value.hasMore()) { // excluded subtrees
      unusable = true;
      value.element();
    }
    unusable |= subtrees.isEmpty();
    permitted = Optional.of(List.copyOf(subtrees));
  }

  boolean hasKeyUsage(int usage) {
    return (keyUsage & usage) == usage;
  }

  boolean hasAnyKeyUsage(int usages) {
    return (keyUsage & usages) != 0;
  }

  boolean isCa() {
    return ca;
  }

  OptionalInt pathLength() {
    return pathLength;
  }

  List<String> ekus() {
    return ekus;
  }

  List<String> policies() {
    return policies;
  }

  /** The directory names among the alternative names. */
  List<DistinguishedName> directoryNames() {
    return directoryNames;
  }

  /** The subtrees in which every name below must lie, if there are any. */
  Optional<List<DistinguishedName>> permitted() {
    return permitted;
  }

  boolean hasOcspNoCheck() {
    return ocspNoCheck;
  }

  /** Whether something in here would have to be carried out and is not. */
  boolean isUnusable() {
    return unusable;
  }
}
