/** What each address of the bus takes and gives: one definition each, in {@code contract/}. */
package dev.omnibus.contract;
