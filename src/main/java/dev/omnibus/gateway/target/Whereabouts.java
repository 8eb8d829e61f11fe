package dev.omnibus.gateway.target;

/** Where servers are to be asked at this moment, without waiting. */
public interface Whereabouts {

  /** Of a replica; null when it is not known, or not yet. */
  Target ready(String replica);

  /**
   * The same server by its present definition, or another replica where this one is no more: the
   * known one itself while a younger one is still being made; null when the server is gone.
   */
  Target latest(Target known);
}
