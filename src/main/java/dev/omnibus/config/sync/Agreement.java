package dev.omnibus.config.sync;

/** What a node does about the cluster's version of a file. A pure rule. */
enum Agreement {
  /** Both have the same. */
  NOTHING,
  /** The cluster's version is put in force here. */
  ADOPT,
  /** This node's version becomes the cluster's. */
  OFFER;

  /**
   * The highest version wins. Of two texts with one number, as they come out of a split cluster,
   * the cluster's wins, so that all nodes come to the same.
   */
  static Agreement between(ConfigVersion mine, ConfigVersion cluster) {
    if (cluster == null || cluster.version() < mine.version()) {
      return OFFER;
    }
    return cluster.version() == mine.version() && cluster.sameText(mine) ? NOTHING : ADOPT;
  }
}
