package dev.omnibus.coordinator.ways;

/** What the guests of one session at a server have in common, so that it must be told apart. */
record Shared(
    Guests guests, Questions questions, Levels levels, Subscriptions subscriptions, Tasks tasks) {

  static Shared nothing() {
    return new Shared(
        new Guests(),
        new Questions(),
        new Levels(),
        new Subscriptions(),
        new Tasks(System::nanoTime));
  }
}
