package dev.countersign.gateway.enrollment;

/**
 * Why a source of revocation statements gives none that counts. Cards whose certificates need it
 * are refused for as long as it lasts; security keys are not concerned.
 *
 * @param source which one, as the configuration names it
 * @param sentence what is wrong with it: the end of a sentence that begins with the source
 */
public record RevocationTrouble(String source, String sentence) {
  @Override
  public String toString() {
    return source + " " + sentence;
  }
}
