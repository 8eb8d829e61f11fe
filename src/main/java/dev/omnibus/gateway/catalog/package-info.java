/**
 * What every server last said it has, kept on every node, and how the lists of several servers make
 * one.
 */
package dev.omnibus.gateway.catalog;
