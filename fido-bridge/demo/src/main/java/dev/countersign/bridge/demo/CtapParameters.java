package dev.countersign.bridge.demo;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A command's parameter map, read by type. */
final class CtapParameters {

  private final Map<?, ?> map;

  private CtapParameters(Map<?, ?> map) {
    this.map = map;
  }

  /** Reads what follows the command byte; nothing counts as no parameters. */
  static CtapParameters parse(byte[] request) throws CtapErrorException {
    return request.length == 1 ? new CtapParameters(Map.of()) : of(CborDecoder.decode(request, 1));
  }

  static CtapParameters of(Object value) throws CtapErrorException {
    return new CtapParameters(cast(value, Map.class));
  }

  <T> Optional<T> optional(Object key, Class<T> type) throws CtapErrorException {
    Object name = key instanceof Integer number ? (Object) number.longValue() : key;
    Object value = map.get(name);
    return value == null ? Optional.empty() : Optional.of(cast(value, type));
  }

  <T> T required(Object key, Class<T> type) throws CtapErrorException {
    Optional<T> value = optional(key, type);
    if (value.isEmpty()) {
      throw new CtapErrorException(CtapErrorException.MISSING_PARAMETER);
    }
    return value.get();
  }

  /** A nested map; an empty one when absent. */
  CtapParameters nested(Object key) throws CtapErrorException {
    return of(optional(key, Map.class).<Object>map(value -> value).orElse(Map.of()));
  }

  List<?> list(Object key) throws CtapErrorException {
    return optional(key, List.class).<List<?>>map(value -> value).orElse(List.of());
  }

  private static <T> T cast(Object value, Class<T> type) throws CtapErrorException {
    if (!type.isInstance(value)) {
      throw new CtapErrorException(CtapErrorException.CBOR_UNEXPECTED_TYPE);
    }
    return type.cast(value);
  }
}
