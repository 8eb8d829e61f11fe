/**
 * Who hears what: subscriptions, filters, rings for those who come back, each event written once
 * per group of equal listeners.
 */
package dev.omnibus.bridge.hub;
